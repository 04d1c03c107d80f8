package io.logdrive.destination;

import static org.assertj.core.api.Assertions.assertThat;

import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import io.logdrive.destination.store.TestDatabase;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deploys, uses and undeploys the WAR several times in one process. The Arquillian adapter ends the
 * process instead of undeploying, so it cannot show what stays behind.
 */
class RedeployIT {
    private static final int DEPLOYMENTS = 3;
    private static final String PAYARA = System.getProperty("logdrive.test.payara", "");

    /** {@code H2}, {@code POSTGRESQL} or {@code SQLITE}: each brings a driver of its own. */
    private static final TestDatabase DATABASE =
            TestDatabase.valueOf(System.getProperty("logdrive.test.database", "H2"));

    @TempDir Path data;

    /** {@code war port}: prints one line for each deployment. */
    public static void main(String[] args) throws Exception {
        File war = new File(args[0]);
        int port = Integer.parseInt(args[1]);
        PayaraMicro micro = PayaraMicro.getInstance();
        micro.setNoHazelcast(true);
        micro.setHttpPort(port);
        PayaraMicroRuntime runtime = micro.bootStrap();
        for (int i = 0; i < DEPLOYMENTS; i++) {
            boolean deployed = runtime.deploy("destination", "destination", war);
            String ready = Http.get("http://127.0.0.1:" + port + "/health/ready").body();
            int receiver = Integer.parseInt(Http.find("\"receive\":\"127.0.0.1:(\\d+)\"", ready));
            try (ForwardClient client =
                    new ForwardClient(new InetSocketAddress("127.0.0.1", receiver))) {
                client.send(
                        ForwardClient.frame("c", List.of(), List.of(), TestRecords.records(0, 10)));
                client.readAck();
            }
            Http.get("http://127.0.0.1:" + port + "/destination/messages?since=all");
            runtime.undeploy("destination");
            System.out.println(
                    "deployment "
                            + i
                            + " deployed="
                            + deployed
                            + " bound="
                            + isBound(receiver)
                            + " threads="
                            + threadsOfOurs());
        }
        System.out.println("done");
        Runtime.getRuntime().halt(0);
    }

    @Test
    void leavesNoThreadAndNoPortBehind() throws Exception {
        List<String> lines = run();

        assertThat(lines).hasSize(DEPLOYMENTS);
        for (int i = 0; i < DEPLOYMENTS; i++) {
            assertThat(lines.get(i))
                    .isEqualTo("deployment " + i + " deployed=true bound=false threads=[]");
        }
    }

    private List<String> run() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("-Dlogdrive.destination.data=" + data);
        command.add("-Dlogdrive.destination.receive.address=127.0.0.1:0");
        DATABASE.settings(data).forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(opens());
        command.add("-cp");
        command.add(classPath());
        command.add(RedeployIT.class.getName());
        command.add(System.getProperty("logdrive.test.war"));
        command.add(Integer.toString(port));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> found = new ArrayList<>();
        List<String> all = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.equals("done")) {
                all.add(line);
                if (line.startsWith("deployment ")) {
                    found.add(line);
                }
                line = lines.readLine();
            }
            assertThat(line).as(String.join("\n", all)).isEqualTo("done");
            return found;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Payara, this test and what it needs, but no API that Payara brings. */
    private static String classPath() {
        List<String> entries = new ArrayList<>();
        entries.add(PAYARA);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.endsWith("test-classes")
                    || entry.contains("wire")
                    || entry.contains("msgpack-core")) {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    /** What {@code java -jar} would take from the manifest. */
    private static List<String> opens() throws IOException {
        List<String> options = new ArrayList<>();
        try (JarFile jar = new JarFile(PAYARA)) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            for (String option : List.of("Add-Opens", "Add-Exports")) {
                String packages = manifest.getValue(option);
                for (String name :
                        packages == null ? List.<String>of() : List.of(packages.split(" ", -1))) {
                    options.add(
                            "--" + option.toLowerCase(Locale.ROOT) + "=" + name + "=ALL-UNNAMED");
                }
            }
        }
        return options;
    }

    private static boolean isBound(int port) {
        try (ForwardClient client = new ForwardClient(new InetSocketAddress("127.0.0.1", port))) {
            return client.socket().isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<String> threadsOfOurs() {
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            if (name.startsWith("destination")
                    || name.contains("H2")
                    || name.contains("MVStore")
                    || name.contains("Hikari")
                    || name.contains("globalEventExecutor")) {
                names.add(name);
            }
        }
        return names;
    }
}
