package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many connections that send little, beside senders that send much (issue 3, "Bounds" and show 7;
 * RELIABILITY.md, R1, R2, S1 and S3).
 */
@ExtendWith(ProcessLogs.class)
class ManyConnectionsIT {
    private static final int IDLE = 10_000;
    private static final int SLOW = 5_000;

    /** Lines of a measurement of the rate; more of them for a figure to be quoted. */
    private static final String RATE_LINES =
            System.getProperty("logdrive.systemtest.rate-lines", "20000");

    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int DESCRIPTORS = 700;
    private static final double KIB_PER_MIB = 1 << 10;

    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.ofBoth(ManyConnectionsIT.class);
        server.set("logdrive.ingest.listen.unfinished-timeout", "PT10S");
        server.set("logdrive.ingest.batch.age-max", "PT0.1S").start();
    }

    @AfterAll
    static void stopsWithNothingLost() {
        assertThat(server.process().peakResidentBytes())
                .as("peak resident bytes at -Xmx512m")
                .isLessThan(Limits.RESIDENT_MAX);
        server.stop();
        try (Rows rows = server.rows()) {
            assertThat(rows.faults()).isEqualTo(Rows.Faults.NONE);
        }
    }

    @Test
    void servesAFastSenderBesideTenThousandIdleOnesAndKeepsThemAll() throws IOException {
        IdleSockets.assumePossible(IDLE);
        sendFast("to warm up");
        double alone = sendFast("alone");
        double residentBefore = residentMebibytes();

        try (IdleSockets idle = new IdleSockets(server.intakePort()).open(IDLE)) {
            awaitConnections(IDLE);
            Figures.note(
                    "resident memory for " + IDLE + " idle connections",
                    residentMebibytes() - residentBefore,
                    "MiB");
            double beside = sendFast("beside " + IDLE + " idle connections");
            Figures.note("rate beside them, of the rate alone", 100 * beside / alone, "%");

            assertThat(server.queue().connections()).isEqualTo(IDLE);
            idle.sendOnFirst(20, "after a long silence\n");
            server.messages().awaitCountWith("after a long silence", 20, LONG);
        }
        awaitConnections(0);
    }

    @Test
    void resetsSlowSendersWhereATimeoutIsConfiguredAndLeavesOthersAlone() throws IOException {
        IdleSockets.assumePossible(SLOW);
        try (IdleSockets slow = new IdleSockets(server.intakePort()).open(SLOW)) {
            slow.send("slowloris");
            AgentRun others = server.agent("1000", "--duration", "15s", "--connections", "2");
            await("all slow senders are reset")
                    .atMost(LONG)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> slow.send("-") == 0);

            assertConfirmed(others.await(LONG));
        }
        assertThat(server.messages().countWith("slowloris")).isZero();
        assertThat(server.log()).contains("reason=unfinished-timeout");
        awaitLog("connection-timed-out more=");
    }

    @Test
    void toleratesAFloodOfTlsHellosAndSaysSoInFewLines() throws IOException {
        AgentRun others = server.agent("1000", "--duration", "5s", "--connections", "2");

        for (int round = 0; round < 10; round++) {
            try (IdleSockets flood = new IdleSockets(server.intakePort()).open(1_000)) {
                flood.send("\u0016\u0003\u0001\u0000\u00c8\u0001");
            }
        }

        assertConfirmed(others.await(LONG));
        awaitConnections(0);
        awaitLog("connection-failed more=");
        assertThat(server.log().lines().filter(line -> line.contains("reason=tls")).count())
                .isBetween(1L, 1_000L);
    }

    @Test
    void leavesDescriptorsForTheJournalWhenThereAreFew() throws Exception {
        Server small = new Server("small", Folders.fresh("FewDescriptors"), Server.War.INGEST);
        GuardedProcess process = small.launch();
        limitDescriptors(process);
        await("it is ready")
                .atMost(LONG)
                .ignoreExceptions()
                .until(() -> small.queue().connections() == 0);

        try (IdleSockets idle = new IdleSockets(small.intakePort()).open(DESCRIPTORS)) {
            await("those over the limit are reset")
                    .atMost(LONG)
                    .until(() -> idle.send("x") < DESCRIPTORS);
            idle.sendOnFirst(1, "\n");
            small.queue().awaitLinesAtLeast(1, LONG);
        }
        await("they are gone").atMost(LONG).until(() -> small.queue().connections() == 0);
        assertConfirmed(small.agent("2000", "--duration", "5s", "--connections", "4").await(LONG));

        assertThat(small.log())
                .contains("connections-lowered connections-max=12000 possible=")
                .contains("connection-rejected reason=descriptors limit=")
                .doesNotContain("Too many open files");
        small.stop();
    }

    /** What is too much to be said one by one is said every ten seconds. */
    private static void awaitLog(String text) {
        await(text + " in the log").atMost(LONG).until(() -> server.log().contains(text));
    }

    private static double residentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.process().pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB)
                .findFirst()
                .orElseThrow();
    }

    private static void limitDescriptors(GuardedProcess process) throws Exception {
        int status =
                new ProcessBuilder(
                                "prlimit",
                                "--pid",
                                Long.toString(process.pid()),
                                "--nofile=" + DESCRIPTORS + ":" + DESCRIPTORS)
                        .inheritIO()
                        .start()
                        .waitFor();
        assertThat(status).as("exit status of prlimit").isZero();
    }

    /** Sends as fast as it goes, and answers how many lines a second were stored. */
    private static double sendFast(String how) {
        long before = server.messages().stored();
        long start = System.nanoTime();
        AgentRun.Summary summary =
                server.agent("max", "--lines", RATE_LINES, "--connections", "1").await(LONG);
        assertConfirmed(summary);
        server.messages().awaitStored(before + summary.sent(), LONG);
        double rate = summary.sent() / ((System.nanoTime() - start) / 1e9);
        Figures.note("lines stored per second, " + how, rate, "lines/s");
        return rate;
    }

    private static void assertConfirmed(AgentRun.Summary summary) {
        assertThat(summary.sent()).isPositive();
        assertThat(summary.confirmed()).isEqualTo(summary.sent());
        assertThat(summary.unsent()).isZero();
    }

    private static void awaitConnections(int count) {
        await(count + " connections")
                .atMost(LONG)
                .until(() -> server.queue().connections() == count);
    }
}
