package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.logdrive.agent.send.Server;
import io.logdrive.agent.status.StatusServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check} finds what a start would, and changes nothing. Confined to the test's thread. */
class CheckCommandIT {
    private static final String TRY = "Try: java -jar agent-client.jar check --help";

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path checkpoint = Path.of("");

    @BeforeEach
    void place() {
        checkpoint = folder.resolve("state/checkpoint");
    }

    private int check(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "check";
        all[1] = "--checkpoint";
        all[2] = checkpoint.toString();
        System.arraycopy(words, 0, all, 3, words.length);
        return Agent.commandLine(FakeSurroundings.quiet())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
    }

    private static List<String> lines(StringWriter text) {
        return text.toString().lines().toList();
    }

    @Test
    void reportsFilesCheckpointAndServerAndChangesNothing() throws IOException {
        Files.writeString(folder.resolve("a.log"), "one\ntwo\n");
        Files.writeString(folder.resolve("b.log"), "three\n");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + server.getLocalPort();

            int exitCode = check("--server", address, folder + "/*.log", "--from", "end", "--once");

            assertThat(exitCode).isZero();
            assertThat(lines(err)).isEmpty();
            assertThat(lines(out))
                    .containsExactly(
                            "configuration  right",
                            "files          " + folder + "/*.log: 2 files, 14 bytes",
                            "checkpoint     " + checkpoint + ": 0 files known",
                            "server         " + address + ": reached");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left)
                    .extracting(Path::getFileName)
                    .map(Path::toString)
                    .containsExactlyInAnyOrder("a.log", "b.log");
        }
    }

    @Test
    void saysThatAServerRefuses() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        int exitCode = check("--server", "127.0.0.1:" + port, folder + "/*.log");

        assertThat(exitCode).isEqualTo(1);
        assertThat(lines(out))
                .contains("files          " + folder + "/*.log: none yet, it will be waited for");
        assertThat(lines(err))
                .containsExactly(
                        "server 127.0.0.1:"
                                + port
                                + ": expected to reach it, found Connection refused");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void triesThePortOfTheStatus() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                StatusServer agent =
                        StatusServer.open(
                                new Server("127.0.0.1", 0), () -> "agent          x\n", () -> "")) {
            String to = "127.0.0.1:" + server.getLocalPort();
            String free = "127.0.0.1:" + freePort();

            assertThat(check("--server", to, folder + "/a", "--status", free)).isZero();
            assertThat(
                            check(
                                    "--server",
                                    to,
                                    folder + "/a",
                                    "--status",
                                    "127.0.0.1:" + agent.port()))
                    .isZero();
            // A server of lines, which knows no HTTP.
            assertThat(check("--server", to, folder + "/a", "--status", to)).isEqualTo(1);

            assertThat(lines(out))
                    .contains(
                            "status         " + free + ": free",
                            "status         127.0.0.1:"
                                    + agent.port()
                                    + ": an agent answers there");
            assertThat(lines(err))
                    .containsExactly(
                            "status: expected a free port, found "
                                    + to
                                    + " (Address already in use)");
        }
    }

    @Test
    void saysWhichFilesMayNotBeRead() throws IOException {
        // One that not even the superuser may read.
        Path unreadable = Path.of("/proc/sys/net/ipv4/route/flush");
        assumeThat(unreadable).exists();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int exitCode = check("--server", "127.0.0.1:" + server.getLocalPort(), unreadable + "");

            assertThat(exitCode).isEqualTo(1);
            assertThat(lines(err))
                    .containsExactly(
                            unreadable
                                    + ": expected a file that may be read, found one that may not");
        }
    }

    @Test
    void saysWhatIsWrongWithTheConfigurationBeforeItLooksAtAnything() throws IOException {
        Path file = Files.writeString(folder.resolve("agent.yaml"), "files: a\nmultilin: java\n");

        int exitCode = check("--config", file.toString());

        assertThat(exitCode).isEqualTo(2);
        assertThat(lines(out)).isEmpty();
        assertThat(lines(err))
                .containsExactly(
                        file
                                + ":2: multilin: expected a known key (nearest: multiline), found"
                                + " an unknown one",
                        TRY);
    }

    @Test
    void saysThatACheckpointIsDamaged() throws IOException {
        Files.createDirectories(checkpoint.getParent());
        Files.writeString(checkpoint, "something else\n");

        int exitCode = check("a.log");

        assertThat(exitCode).isEqualTo(2);
        assertThat(lines(err).get(0))
                .startsWith(
                        "checkpoint: expected one that an agent wrote, found "
                                + checkpoint
                                + " damaged: ");
    }

    @Test
    void saysThatACheckpointCouldNotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        checkpoint = file.resolve("checkpoint");

        int exitCode = check("a.log");

        assertThat(exitCode).isEqualTo(2);
        assertThat(lines(err).get(0))
                .isEqualTo(
                        "checkpoint: expected a file that can be written, found "
                                + checkpoint
                                + " (java.io.IOException: "
                                + file
                                + ": not a folder that may be written to)");
    }
}
