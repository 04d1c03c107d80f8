package io.logdrive.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tail} takes another configuration and tells how it is. Confined to the test's thread. */
@Timeout(180)
class TailCommandIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;

    private Path log(String name, String text) throws IOException {
        return Files.writeString(
                folder.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Replaced as a whole, as editors and deployments do. */
    private Path config(String text) throws IOException {
        Path written =
                Files.writeString(
                        folder.resolve("new.yaml"),
                        text + "\ncheckpoint: " + folder.resolve("checkpoint") + "\n");
        return Files.move(
                written, folder.resolve("agent.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void awaitLines(Arrivals arrivals, String... lines) {
        await().atMost(LONG)
                .until(() -> List.of(lines).stream().allMatch(arrivals.look()::contains));
    }

    @Test
    void takesAConfigurationThatChangedAndGoesOnWhereItWas() throws Exception {
        log("a.log", "one\ntwo\n");
        log("b.log", "other\n");
        try (AckServer server = AckServer.orderly()) {
            Arrivals arrivals = new Arrivals(server);
            String to = "server: 127.0.0.1:" + server.port();
            Path file = config(to + "\nfiles: " + folder.resolve("a.log"));
            try (RunningTail tail = new RunningTail("tail", "--config", file.toString())) {
                awaitLines(arrivals, "one", "two");

                config(
                        to
                                + "\ndrop: [secret]\ninputs:\n- files: "
                                + folder.resolve("a.log")
                                + "\n- files: "
                                + folder.resolve("b.log"));
                tail.awaitSaid("inputs-reloaded inputs=2");
                log("a.log", "secret\nthree\n");

                awaitLines(arrivals, "other", "three");
                assertThat(tail.said())
                        .contains("config-taken file=" + file)
                        .contains("config-effective inputs[1] files=" + folder.resolve("b.log"))
                        .anyMatch(
                                line ->
                                        line.startsWith("config-effective checkpoint=")
                                                && line.contains(" drop=secret server="));
            }
            assertThat(arrivals.look().contains("secret")).isFalse();
            assertThat(arrivals.count()).isEqualTo(4);
        }
    }

    @Test
    void keepsWhatItHasWhenTheNewOneIsWrongAndSaysWhy() throws Exception {
        log("a.log", "one\n");
        try (AckServer server = AckServer.orderly()) {
            Arrivals arrivals = new Arrivals(server);
            String right =
                    "server: 127.0.0.1:" + server.port() + "\nfiles: " + folder.resolve("a.log");
            Path file = config(right);
            try (RunningTail tail = new RunningTail("tail", "--config", file.toString())) {
                awaitLines(arrivals, "one");

                config(right + "\nmultline: java\ncharset: none-such");
                tail.awaitSaid("config-kept file=" + file + " problems=2");
                log("a.log", "two\n");

                awaitLines(arrivals, "two");
                assertThat(tail.said())
                        .contains(
                                "config-rejected "
                                        + file
                                        + ":3: multline: expected a known key (nearest: multiline),"
                                        + " found an unknown one",
                                "config-rejected "
                                        + file
                                        + ":4: charset: expected a character set that Java knows,"
                                        + " found none-such");
            }
        }
    }

    @Test
    void aHangUpSendsWhatIsUnacknowledgedToTheNewServer() throws Exception {
        log("a.log", "one\ntwo\n");
        int nobody = freePort();
        try (AckServer server = AckServer.orderly()) {
            Arrivals arrivals = new Arrivals(server);
            String files = "\nfiles: " + folder.resolve("a.log");
            Path file = config("server: 127.0.0.1:" + nobody + files);
            try (RunningTail tail = new RunningTail("tail", "--config", file.toString())) {
                tail.awaitSaid("server-lost address=127.0.0.1:" + nobody);

                config("gzip: true\nserver: 127.0.0.1:" + server.port() + files);
                tail.hangUp();

                awaitLines(arrivals, "one", "two");
                log("a.log", "three\n");
                awaitLines(arrivals, "three");
            }
            assertThat(arrivals.look().count()).isEqualTo(3);
        }
    }

    @Test
    void saysWhichKeysWaitForAStart() throws Exception {
        // Nobody is there: what a developer runs beside this test gets no line of it.
        String server = "server: 127.0.0.1:" + freePort() + "\n";
        Path file = config(server + "files: " + log("a.log", "one\n"));
        try (RunningTail tail = new RunningTail("tail", "--config", file.toString())) {
            tail.awaitSaid("file-found");

            Files.writeString(file, server + "files: b\nstatus: 127.0.0.1:" + freePort());
            tail.awaitSaid("config-waits key=status until=the next start");

            assertThat(tail.said()).contains("config-waits key=checkpoint until=the next start");
        }
    }

    @Test
    void tellsHowItIsAsATableAndAsMetrics() throws Exception {
        Path log = log("a.log", "one\ntwo\nthree\n");
        int port = freePort();
        try (AckServer server = AckServer.orderly();
                RunningTail tail =
                        new RunningTail(
                                "tail",
                                "--server=127.0.0.1:" + server.port(),
                                "--status=127.0.0.1:" + port,
                                "--checkpoint=" + folder.resolve("checkpoint"),
                                log.toString())) {
            awaitLines(new Arrivals(server), "one", "two", "three");
            await().atMost(LONG).until(() -> status(port).contains(" 0 bytes not acknowledged"));

            List<String> lines = status(port).lines().toList();
            assertThat(lines.get(0)).matches("agent {10}agent-client .*, runs for \\d+ s");
            assertThat(lines.get(1)).isEqualTo("configuration  command line");
            assertThat(lines.get(2))
                    .matches("server {9}connected 127\\.0\\.0\\.1:" + server.port() + " since .*Z");
            assertThat(lines).anyMatch(line -> line.matches("agent-tail +\\d+ +[0-5] s ago .*"));
            assertThat(lines).anyMatch(line -> line.matches("agent-read-4 +\\d+ +[0-5] s ago .*"));
            assertThat(lines).anyMatch(line -> line.matches(" +3 +14 +0 +idle +1 +" + log));
            assertThat(get(port, "/metrics").lines())
                    .contains(
                            "logdrive_agent_events_read_total 3.0",
                            "logdrive_agent_bytes_read_total 14.0",
                            "logdrive_agent_connected 1.0",
                            "logdrive_agent_files 1.0",
                            "logdrive_agent_behind_bytes 0.0",
                            "logdrive_agent_rate_held_seconds_total{input=\"1\"} 0.0");
            assertThat(code(port, "/other", "GET")).isEqualTo(404);
            assertThat(code(port, "/status", "POST")).isEqualTo(405);
            assertThat(tail.said()).noneMatch(line -> line.contains("two"));
        }
    }

    private static String status(int port) {
        StringWriter out = new StringWriter();
        int exitCode =
                Agent.commandLine(FakeSurroundings.quiet())
                        .setOut(new PrintWriter(out))
                        .execute("status", "--status", "127.0.0.1:" + port);
        assertThat(exitCode).isZero();
        return out.toString();
    }

    private static HttpURLConnection connection(int port, String path) throws IOException {
        return (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    }

    private static String get(int port, String path) throws IOException {
        try (InputStream body = connection(port, path).getInputStream()) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    private static int code(int port, String path, String method) throws IOException {
        HttpURLConnection connection = connection(port, path);
        connection.setRequestMethod(method);
        return connection.getResponseCode();
    }

    @Test
    void onceTellsByItsExitCodeThatAFileCouldNotBeOpened() throws Exception {
        // Not even root may.
        Path unreadable = Path.of("/proc/sys/net/ipv4/route/flush");
        assumeThat(unreadable).exists();
        try (AckServer server = AckServer.orderly();
                RunningTail tail =
                        new RunningTail(
                                "tail",
                                "--once",
                                "--server=127.0.0.1:" + server.port(),
                                "--checkpoint=" + folder.resolve("checkpoint"),
                                log("a.log", "one\n") + "",
                                unreadable + "")) {
            assertThat(tail.awaitExit()).isEqualTo(1);

            assertThat(new Arrivals(server).look().count()).isEqualTo(1);
            assertThat(tail.said())
                    .anyMatch(line -> line.startsWith("file-unreadable path=" + unreadable));
        }
    }

    @Test
    void aStatusPortThatIsTakenEndsTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningTail tail =
                        new RunningTail(
                                "tail",
                                "--status=127.0.0.1:" + taken.getLocalPort(),
                                "--checkpoint=" + folder.resolve("checkpoint"),
                                "a.log")) {
            assertThat(tail.awaitExit()).isEqualTo(2);
            assertThat(tail.said())
                    .contains(
                            "status: expected a free port, found 127.0.0.1:"
                                    + taken.getLocalPort()
                                    + " (Address already in use)");
        }
        // Else the next start would not be the first, and --from end mean nothing.
        assertThat(folder.resolve("checkpoint")).doesNotExist();
    }

    @Test
    void statusSaysThatNobodyAnswers() throws Exception {
        int nobody = freePort();
        StringWriter err = new StringWriter();

        int exitCode =
                Agent.commandLine(FakeSurroundings.quiet())
                        .setErr(new PrintWriter(err))
                        .execute("status", "--status", "127.0.0.1:" + nobody);

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "status: expected an agent that runs with --status 127.0.0.1:"
                                + nobody
                                + ", found Connection refused");
    }
}
