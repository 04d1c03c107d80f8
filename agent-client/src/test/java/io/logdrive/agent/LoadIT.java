package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Batches, bursts and runs without end, to real sockets. */
@Timeout(60)
class LoadIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void batchesComeAtTheStartAndAfterEachInterval(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("run.json");
        try (LineServer server = LineServer.orderly()) {
            int exitCode =
                    execute(
                            "--batch=100",
                            "--interval=300",
                            "--duration=1s",
                            "--connections=3",
                            "--summary-json=" + file,
                            "--port=" + server.port());

            assertThat(exitCode).isZero();
            assertThat(out.toString())
                    .startsWith("sending 100 lines every 0.300 s to ")
                    .contains("confirmed     400 lines: the server has them")
                    .contains("asked for 100 lines every 0.300 s");
            JsonNode json = JSON.readTree(file.toFile());
            assertThat(json.get("rateAsked").asDouble()).isEqualTo(333.333);
            assertThat(json.get("unsent").asLong()).isZero();
            assertThat(server.sessions()).hasSize(3);
            for (LineServer.Session session : server.sessions()) {
                assertThat(session.wholeLines()).hasSizeBetween(132, 136);
            }
        }
    }

    /** By the lines' own times: what a server reads, and when, is the operating system's affair. */
    @Test
    void linesOfABatchAreMadeTogether() throws Exception {
        try (LineServer server = LineServer.orderly()) {
            execute(
                    "--batch=50",
                    "--interval=1500",
                    "--duration=1600ms",
                    "--port=" + server.port());

            List<String> lines = server.sessions().get(0).wholeLines();
            assertThat(lines).hasSize(100);
            long first = micros(lines.get(0));
            long second = micros(lines.get(50));
            assertThat(second - first).isGreaterThan(500_000);
            assertThat(micros(lines.get(49)) - first).isLessThan(second - first);
        }
    }

    @Test
    void burstComesBesideTheSteadyLines() throws Exception {
        try (LineServer server = LineServer.orderly()) {
            int exitCode =
                    execute(
                            "100",
                            "--burst=2000:200ms:500ms",
                            "--duration=1s",
                            "--port=" + server.port());

            assertThat(exitCode).isZero();
            assertThat(out.toString())
                    .startsWith(
                            "sending 100 lines/s and 2,000 lines/s more for 0.200 s every 0.500 s"
                                    + " to ")
                    .contains("confirmed     900 lines: the server has them");
        }
    }

    @Test
    void runWithoutEndLastsUntilItIsEnded() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (LineServer server =
                new LineServer(
                        (session, index) -> {
                            session.readUntil(10_000);
                            arrived.countDown();
                            session.readAll();
                        })) {
            Surroundings surroundings =
                    FakeSurroundings.with(first -> new Thread(() -> end(arrived, first)).start());

            int exitCode =
                    execute(surroundings, "1000", "--duration=forever", "--port=" + server.port());

            assertThat(exitCode).isZero();
            int lines = server.sessions().get(0).wholeLines().size();
            assertThat(out.toString())
                    .contains(" over 1 connection until Ctrl+C (seed 4711)")
                    .contains(String.format("confirmed     %,d lines: the server has", lines));
        }
    }

    @Test
    void linesEndARunWithoutEndAllTheSame() throws Exception {
        try (LineServer server = LineServer.orderly()) {
            int exitCode =
                    execute("max", "--duration=forever", "--lines=500", "--port=" + server.port());

            assertThat(exitCode).isZero();
            assertThat(out.toString()).contains(" until 500 lines are sent (seed");
        }
    }

    private static void end(CountDownLatch arrived, Runnable first) {
        try {
            arrived.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        first.run();
    }

    private static long micros(String line) throws java.io.IOException {
        String time = Objects.requireNonNull(JSON.readTree(line).get("time")).asText();
        java.time.Instant instant = java.time.Instant.parse(time);
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    private int execute(String... args) {
        return execute(FakeSurroundings.quiet(), args);
    }

    private int execute(Surroundings surroundings, String... args) {
        CommandLine commandLine = Agent.commandLine(surroundings);
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute(args);
    }
}
