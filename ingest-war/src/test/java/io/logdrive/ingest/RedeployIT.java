package io.logdrive.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * R4 of RELIABILITY.md: deploys, uses and undeploys the WAR several times in one process. {@code
 * -Dlogdrive.test.deployments=20} runs it; each takes some seconds.
 */
@EnabledIfSystemProperty(named = "logdrive.test.deployments", matches = "[1-9]\\d*")
class RedeployIT {
    private static final int DEPLOYMENTS = Integer.getInteger("logdrive.test.deployments", 0);
    private static final Path PAYARA =
            Path.of("../payara/target/payara-micro.jar").toAbsolutePath().normalize();

    @TempDir private Path data;

    /** {@code war http-port intake-port data deployments}: prints one line for each deployment. */
    public static void main(String[] args) throws Exception {
        PayaraMicro micro = PayaraMicro.getInstance();
        micro.setNoHazelcast(true);
        micro.setHttpPort(Integer.parseInt(args[1]));
        PayaraMicroRuntime runtime = micro.bootStrap();
        int intake = Integer.parseInt(args[2]);
        for (int i = 0; i < Integer.parseInt(args[4]); i++) {
            boolean deployed = runtime.deploy("ingest", "ingest", new File(args[0]));
            String ended = sendALine(intake);
            runtime.undeploy("ingest");
            System.out.println(
                    "deployment deployed="
                            + deployed
                            + " sent="
                            + ended
                            + " bound="
                            + isBound(intake)
                            + " locked="
                            + isLocked(Path.of(args[3], "broker", "lock"))
                            + " threads="
                            + threadsThatStay());
        }
        System.out.println("done");
        Runtime.getRuntime().halt(0);
    }

    @Test
    void leavesNoThreadNoPortAndNoLockBehind() throws Exception {
        List<String> lines = run();

        assertThat(lines)
                .hasSize(DEPLOYMENTS)
                .allMatch(
                        "deployment deployed=true sent=orderly bound=false locked=false threads=[]"
                                ::equals);
    }

    private List<String> run() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        int intake = freePort();
        command.addAll(
                List.of(
                        "-Xmx512m",
                        "-Dlogdrive.ingest.data=" + data,
                        "-Dlogdrive.ingest.listen.address=127.0.0.1:" + intake,
                        "-Dlogdrive.ingest.listen.syslog-udp.address=127.0.0.1:0",
                        "-Dlogdrive.ingest.forward.address=127.0.0.1:1",
                        "-Dlogdrive.ingest.stop-timeout=PT5S",
                        "-Dlogdrive.ingest.queue.disk-free-min=16MiB",
                        "-Dlogdrive.ingest.queue.disk-ballast=1MiB"));
        command.addAll(opens());
        command.addAll(
                List.of(
                        "-cp",
                        PAYARA + File.pathSeparator + Path.of("target/test-classes"),
                        RedeployIT.class.getName(),
                        Path.of("target/ingest.war").toAbsolutePath().toString(),
                        Integer.toString(freePort()),
                        Integer.toString(intake),
                        data.toString(),
                        Integer.toString(DEPLOYMENTS)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> all = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.equals("done")) {
                all.add(line);
                line = lines.readLine();
            }
            assertThat(line).as(String.join("\n", all)).isEqualTo("done");
            return all.stream().filter(printed -> printed.startsWith("deployment ")).toList();
        } finally {
            process.destroyForcibly();
        }
    }

    /** What {@code java -jar} would take from the manifest. */
    private static List<String> opens() throws IOException {
        List<String> options = new ArrayList<>();
        try (JarFile jar = new JarFile(PAYARA.toFile())) {
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

    private static String sendALine(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write("line\n".getBytes(UTF_8));
            socket.shutdownOutput();
            return socket.getInputStream().read() < 0 ? "orderly" : "odd";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean isBound(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /** Netty's global executor ends by itself a second after its last task. */
    private static Set<String> threadsThatStay() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!threadsOfOurs().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return threadsOfOurs();
    }

    private static Set<String> threadsOfOurs() {
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            if (name.startsWith("ingest")
                    || name.contains("ActiveMQ")
                    || name.contains("activemq")
                    || name.contains("rtemis")
                    || name.contains("netty")
                    || name.contains("globalEventExecutor")) {
                names.add(name);
            }
        }
        return names;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
