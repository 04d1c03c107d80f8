package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole command within this process, to real sockets. Confined to the test's thread. */
@Timeout(60)
class AgentIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void confirmedRunEndsWithZeroAndSaysSo(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("run.json");
        try (LineServer server = LineServer.orderly()) {
            int exitCode =
                    execute(
                            FakeSurroundings.quiet(),
                            "max",
                            "--lines=2000",
                            "--connections=3",
                            "--port=" + server.port(),
                            "--summary-json=" + file);

            assertThat(exitCode).isZero();
            assertThat(err.toString()).isEmpty();
            assertThat(out.toString())
                    .startsWith(
                            "sending max to 127.0.0.1:"
                                    + server.port()
                                    + " over 3 connections until 2,000 lines are sent (seed 4711)")
                    .contains("confirmed     2,000 lines: the server has them");
            assertThat(Files.readAllLines(file)).hasSize(1);
            JsonNode json = JSON.readTree(file.toFile());
            assertThat(json.get("confirmed").asLong()).isEqualTo(2_000);
            assertThat(json.get("seed").asLong()).isEqualTo(FakeSurroundings.SEED);
            assertThat(json.get("stopped").asText()).isEqualTo("lines");
            assertThat(json.get("bytes").asLong())
                    .isEqualTo(server.sessions().stream().mapToLong(s -> s.size()).sum());
            for (LineServer.Session session : server.sessions()) {
                assertThat(session.wholeLines()).hasSizeBetween(666, 667);
                assertThat(json.toString()).contains("\"port\":" + session.peerPort() + ",");
            }
        }
    }

    @Test
    void linesArriveAsJsonWithTheRealTime() throws Exception {
        Instant before = Instant.now().minusSeconds(1);
        try (LineServer server = LineServer.orderly()) {
            execute(FakeSurroundings.quiet(), "max", "--lines=100", "--port=" + server.port());

            for (String line : server.sessions().get(0).wholeLines()) {
                Instant time = Instant.parse(JSON.readTree(line).get("time").asText());
                assertThat(time).isBetween(before, Instant.now());
            }
        }
    }

    @Test
    void summaryOnStandardOutputIsAloneThere() throws Exception {
        try (LineServer server = LineServer.orderly()) {
            int exitCode =
                    execute(
                            FakeSurroundings.quiet(),
                            "max",
                            "--lines=10",
                            "--port=" + server.port(),
                            "--summary-json=-");

            assertThat(exitCode).isZero();
            assertThat(out.toString().lines()).hasSize(1);
            assertThat(JSON.readTree(out.toString()).get("sent").asLong()).isEqualTo(10);
            assertThat(err.toString()).contains("confirmed     10 lines: the server has them");
        }
    }

    @Test
    void unconfirmedRunEndsWithOneAndSaysHowManyMayBeMissing() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (LineServer server =
                new LineServer(
                        (session, index) -> {
                            session.readAll();
                            never.await();
                        })) {
            int exitCode =
                    execute(
                            FakeSurroundings.quiet(),
                            "max",
                            "--lines=10",
                            "--confirm-timeout=100ms",
                            "--port=" + server.port());

            assertThat(exitCode).isEqualTo(1);
            assertThat(out.toString())
                    .contains(
                            "not confirmed: between 0 and 10 lines may be missing (connections: 1"
                                    + " not closed by the server in time)");
        }
    }

    @Test
    void runToNobodyEndsWithOne() throws IOException {
        int exitCode =
                execute(
                        FakeSurroundings.quiet(),
                        "10",
                        "--duration=300ms",
                        "--port=" + LineServer.unusedPort());

        assertThat(exitCode).isEqualTo(1);
        assertThat(out.toString())
                .contains("0 of 1 came up")
                .contains("last failure: Connection refused")
                .contains("nothing, for nothing was sent");
    }

    @Test
    void signalEndsTheRunInOrder() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (LineServer server =
                new LineServer(
                        (session, index) -> {
                            session.readUntil(1_000);
                            arrived.countDown();
                            session.readAll();
                        })) {
            Surroundings surroundings =
                    FakeSurroundings.with(
                            first ->
                                    new Thread(
                                                    () -> {
                                                        awaitUninterrupted(arrived);
                                                        first.run();
                                                    })
                                            .start());

            int exitCode = execute(surroundings, "1000", "--port=" + server.port());

            assertThat(exitCode).isZero();
            int lines = server.sessions().get(0).wholeLines().size();
            assertThat(out.toString())
                    .contains("for 60 s")
                    .contains(String.format("confirmed     %,d lines: the server has", lines));
        }
    }

    @Test
    void faultOfOurOwnEndsWithThree() throws Exception {
        Clock broken =
                new Clock() {
                    @Override
                    public java.time.ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(java.time.ZoneId zone) {
                        return this;
                    }

                    @Override
                    public Instant instant() {
                        throw new IllegalStateException("no time");
                    }
                };
        Surroundings quiet = FakeSurroundings.quiet();
        Surroundings surroundings =
                new Surroundings(
                        broken,
                        quiet.nanoTime(),
                        quiet.newSeed(),
                        quiet.environment(),
                        quiet.terminal(),
                        quiet.interrupts());
        try (LineServer server = LineServer.orderly()) {
            int exitCode = execute(surroundings, "max", "--port=" + server.port());

            assertThat(exitCode).isEqualTo(3);
            assertThat(err.toString())
                    .startsWith("fault of the agent; lines sent so far may have arrived or not:")
                    .contains("java.lang.IllegalStateException: no time");
        }
    }

    private int execute(Surroundings surroundings, String... args) {
        CommandLine commandLine = Agent.commandLine(surroundings);
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute(args);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
