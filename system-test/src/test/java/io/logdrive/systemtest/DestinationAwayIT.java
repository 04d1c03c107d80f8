package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Shows 7 and 8 of issue 2: the WARs apart, and the destination goes away under load. */
@ExtendWith(ProcessLogs.class)
class DestinationAwayIT {
    private static final long RATE = 2_000;
    private static final Duration SLACK = Duration.ofMinutes(3);

    private static final List<AgentRun.Session> SESSIONS = new ArrayList<>();

    private static Server ingest;
    private static Server destination;
    private static OracleNotes notes;

    @BeforeAll
    static void start() {
        Path folder = Folders.fresh(DestinationAwayIT.class);
        notes = new OracleNotes(folder.resolve("notes"));
        destination =
                new Server("destination", folder, Server.War.DESTINATION)
                        .use(DatabaseKind.chosen().in(folder))
                        .start();
        ingest =
                new Server("ingest", folder, Server.War.INGEST)
                        .forwardTo(destination.receivePort())
                        .start();
    }

    @AfterAll
    static void storedEveryLineOnceInOrderAndStayedWithinItsMemory() {
        assertThat(ingest.process().peakResidentBytes())
                .as("peak resident bytes of ingest at -Xmx512m")
                .isLessThan(Limits.RESIDENT_MAX);
        assertThat(destination.process().peakResidentBytes())
                .as("peak resident bytes of the destination at -Xmx512m")
                .isLessThan(Limits.RESIDENT_MAX);
        ingest.stop();
        destination.stop();
        try (Rows rows = destination.rows()) {
            assertThat(SESSIONS)
                    .isNotEmpty()
                    .allSatisfy(
                            session ->
                                    assertThat(rows.countOf(session.peer()))
                                            .isEqualTo(session.lines()));
            assertThat(rows.faults()).isEqualTo(Rows.Faults.NONE);
            assertThat(OracleVerdict.on(notes, rows.bodiesWith(OracleLoad.MARK)))
                    .isEqualTo(OracleVerdict.CLEAN);
        }
    }

    @Test
    void queuesAndDrainsWhenTheDestinationIsStopped() {
        queuesAndDrainsWhile(() -> destination.stop(), () -> destination.start());
    }

    @Test
    void queuesAndDrainsWhenTheDestinationIsKilled() {
        queuesAndDrainsWhile(() -> destination.kill(), () -> destination.start());
    }

    @Test
    void queuesAndDrainsWhenTheDestinationIsFrozen() {
        queuesAndDrainsWhile(
                () -> destination.process().freeze(), () -> destination.process().thaw());
    }

    private static void queuesAndDrainsWhile(Runnable away, Runnable back) {
        long storedBefore = destination.messages().stored();
        long seconds = Limits.AWAY.toSeconds();
        AgentRun agent =
                ingest.agent(Long.toString(RATE), "--duration", "30m", "--connections", "2");
        AgentRun.Summary summary;

        try (OracleLoad load = new OracleLoad(ingest.intakePort(), notes)) {
            destination.messages().awaitStored(storedBefore + RATE, SLACK);
            away.run();
            ingest.queue().awaitLinesAtLeast(seconds * RATE, Limits.AWAY.plus(SLACK));
            assertThat(load.acknowledgedConnections()).isPositive();
            back.run();
            summary = agent.finish(SLACK);
        }
        ingest.queue().awaitEmpty(SLACK);

        assertThat(summary.exitStatus()).isZero();
        assertThat(summary.confirmed()).isEqualTo(summary.sent());
        assertThat(summary.unsent()).as("lines that ingest was too slow for").isZero();
        SESSIONS.addAll(summary.sessions());
    }
}
