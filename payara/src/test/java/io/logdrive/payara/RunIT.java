package io.logdrive.payara;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code payara/run} around a {@code java} that is a script and says what each test needs. */
class RunIT {
    private static final String CANNOT_START =
            """
            echo 'ingest cannot start: configuration: logdrive.ingest.batch.agemax: unknown'
            exit 3
            """;
    private static final String ALL_DEPLOYED =
            """
            echo 'ingest was successfully deployed in 1 milliseconds.'
            echo 'destination was successfully deployed in 1 milliseconds.'
            echo 'Payara Micro 6 (build 42) ready in 5 (ms)'
            """;

    @TempDir private Path root;

    @BeforeEach
    void copyTheScripts() throws IOException {
        for (String each : List.of("run", "lib.sh")) {
            Path to = root.resolve("payara").resolve(each);
            Files.createDirectories(to.getParent());
            Files.copy(script(each), to);
        }
        for (String built :
                List.of(
                        "payara/target/payara-micro.jar",
                        "ingest-war/target/ingest.war",
                        "destination-war/target/destination.war",
                        "agent-client/target/agent-client.jar")) {
            Files.createDirectories(root.resolve(built).getParent());
            Files.createFile(root.resolve(built));
        }
    }

    @Test
    void saysThatTimeRanOutHowLongItWaitedAndTheLastErrors() throws Exception {
        java(
                """
                echo '[2026-11-22T00:00:00.000+0000] [] [\033[1;93mWARNING\033[0m] [] [levelValue: 900] [['
                echo '  the disk is slow'
                echo ']]'
                echo '[2026-11-22T00:00:00.000+0000] [] [INFO] [] [levelValue: 800] Loading'
                exec sleep 60
                """);

        Ended run = run("--ready-max", "1");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors())
                .startsWith("The errors in the last 20 lines of the log:")
                .containsSubsequence("log:\n", "  the disk is slow\n", "run: expected")
                .doesNotContain("Loading")
                .containsPattern(
                        "run: expected to be ready within 1 s \\(--ready-max\\), found Payara still"
                                + " deploying ingest destination after \\d+ s; all of its log is in"
                                + " .*/log/payara-all.log\n");
    }

    @Test
    void saysWhatTheLogSaidLastWhenItHasNoError() throws Exception {
        java(
                """
                echo '[2026-11-22T00:00:00.000+0000] [] [INFO] [] [levelValue: 800] Loading ingest'
                echo
                exec sleep 60
                """);

        assertThat(run("--ready-max", "1").errors())
                .startsWith("No error is in the last 20 lines of the log; the last one is:")
                .contains("log; the last one is:\n  Loading ingest\n");
    }

    @Test
    void saysAtOnceWhyTheProcessEnded() throws Exception {
        java(CANNOT_START);

        Ended run = run();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors())
                .startsWith("ingest cannot start: configuration: logdrive.ingest.batch.agemax")
                .containsSubsequence(
                        "agemax: unknown\n",
                        "run: Logdrive ended with status 3 before it was ready;");
    }

    @Test
    void saysAtOnceWhatWasNotDeployed() throws Exception {
        java(
                """
                echo 'ingest was successfully deployed in 1 milliseconds.'
                echo 'java.lang.IllegalStateException: no such class'
                echo 'Payara Micro 6 (build 42) ready in 5 (ms)'
                exec sleep 60
                """);

        Ended run = run();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors())
                .startsWith("java.lang.IllegalStateException: no such class")
                .containsSubsequence(
                        "class\n",
                        "run: destination: expected to be ready, found it not deployed;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--address 0.0.0.0|--address: expected a loopback address; or --https-port with"
                        + " --certificate and --key (payara/certificates makes both for a trial);"
                        + " or, where nobody else can reach the port, --insecure; found 0.0.0.0"
                        + " without any of them",
                "--https-port 8443|--https-port: expected --certificate and --key with it"
                        + " (payara/certificates makes both for a trial)",
                "--https-port x|--https-port: expected 1..65535, found x",
                "--key k|--certificate, --key: expected --https-port with them",
                "--https-port 8443 --certificate no --key no|--certificate: expected a readable"
                        + " file, found no",
                "--address a;b|--address: expected an IP address or a name, found a;b",
                "--artemis-console no.war|--artemis-console: expected a readable WAR, found no.war",
                "destination --artemis-console no.war|--artemis-console: expected all or ingest,"
                        + " found destination, which has no broker",
                "--artemis-console no.war --address ::1|--artemis-console: expected neither"
                        + " --address nor --https-port with it: it asks nobody who they are",
            })
    void refusesToBeExposedAndHalfOfHttps(String options, String problem) throws Exception {
        Ended run = run(options.split(" ", -1));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors()).isEqualTo("run: " + problem + "\n");
    }

    @Test
    void printsTheAddressesWhenItIsReady() throws Exception {
        java(ALL_DEPLOYED + server("UP"));

        assertThat(saidUntil("Ctrl+C stops it."))
                .containsSubsequence(
                        "Logdrive is ready.\n",
                        "send lines to       127.0.0.1:5999\n",
                        "health              http://127.0.0.1:");
    }

    @Test
    void printsTheAddressesWhenItRunsButWaits() throws Exception {
        java(ALL_DEPLOYED + server("DOWN"));

        assertThat(saidUntil("data and log"))
                .containsSubsequence(
                        "Logdrive runs, but is not ready yet, and goes on trying:\n",
                        "  the database is away\n",
                        "send lines to       127.0.0.1:5999\n",
                        "health              http://127.0.0.1:");
    }

    @Test
    void keepsTheLogsOfTheFiveStartsBefore() throws Exception {
        for (int start = 1; start <= 7; start++) {
            java("echo start " + start + "; exit 3\n");
            run();
        }

        Path log = root.resolve("data/log/payara-all.log");
        assertThat(log).hasContent("start 7");
        assertThat(log.resolveSibling("payara-all.log.1")).hasContent("start 6");
        assertThat(log.resolveSibling("payara-all.log.5")).hasContent("start 2");
        try (Stream<Path> logs = Files.list(log.getParent())) {
            assertThat(logs).hasSize(6);
        }
    }

    @Test
    void refusesALimitThatIsNone() throws Exception {
        Ended run = run("--ready-max", "0");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors())
                .isEqualTo("run: --ready-max: expected 1..999999 seconds, found 0\n");
    }

    /** Starts what answers as both WARs do, on the port that {@code --port} gives. */
    private static String server(String health) {
        return """
        while [ "$1" != --port ]; do shift; done
        '%s' -cp '%s' '%s' "$2" %s & server=$!
        trap 'kill $server; exit 143' TERM
        wait
        """
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        RunIT.Wars.class.getName(),
                        health);
    }

    private void java(String script) throws IOException {
        Path java = root.resolve("home/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/usr/bin/env bash\n" + script);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ended run(String... options) throws IOException, InterruptedException {
        Path said = root.resolve("said");
        Path errors = root.resolve("errors");
        List<String> command = command("--data", root.resolve("data").toString());
        command.addAll(List.of(options));
        Process run =
                new ProcessBuilder(command)
                        .redirectOutput(said.toFile())
                        .redirectError(errors.toFile())
                        .start();
        assertThat(run.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Ended(run.exitValue(), Files.readString(said), Files.readString(errors));
    }

    /** What a run says until a line has that text, and is then stopped. */
    private String saidUntil(String last) throws IOException, InterruptedException {
        List<String> command = command("--data", root.resolve("data").toString());
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = run.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.contains(last)) {
                said.append(line).append('\n');
                line = lines.readLine();
            }
            run.destroy();
            assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        return said.toString();
    }

    private List<String> command(String... options) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "env",
                                "JAVA_HOME=" + root.resolve("home"),
                                root.resolve("payara/run").toString(),
                                "--port",
                                Integer.toString(port)));
        command.addAll(List.of(options));
        return command;
    }

    private static Path script(String name) {
        Path inModule = Path.of(name);
        return Files.exists(inModule) ? inModule : Path.of("payara", name);
    }

    /** What a run of the script has said. Immutable. */
    private record Ended(int status, String said, String errors) {}

    /** Answers what the script asks of the WARs. */
    static final class Wars {
        private Wars() {}

        public static void main(String[] arguments) throws IOException {
            int port = Integer.parseInt(arguments[0]);
            String health =
                    """
                    {"status":"%s","checks":[{"name":"ingest"},
                    {"name":"destination","data":{"problem":"the database is away"}}]}
                    """
                            .formatted(arguments[1]);
            InetAddress here = InetAddress.getLoopbackAddress();
            HttpServer server = HttpServer.create(new InetSocketAddress(here, port), 0);
            server.createContext(
                    "/",
                    exchange -> {
                        String body =
                                switch (exchange.getRequestURI().getPath()) {
                                    case "/health/ready" -> health;
                                    case "/ingest/openapi.json", "/destination/me" -> "{}";
                                    default -> "<html>";
                                };
                        byte[] bytes = body.getBytes(UTF_8);
                        exchange.sendResponseHeaders(200, bytes.length);
                        exchange.getResponseBody().write(bytes);
                        exchange.close();
                    });
            server.start();
            // As Payara writes its log.
            System.out.println(
                    "[2026-11-22T19:00:00] [INFO] [[\n  listening address=/0.0.0.0:5999]]\n"
                            + "[INFO] receive-listening address=/127.0.0.1:9090");
        }
    }
}
