package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Shows 3 and 8 of issue 2: many lines, as fast as they go; so many that the queue pages. */
@ExtendWith(ProcessLogs.class)
class PipelineIT {
    private static final long LINES = Long.getLong("logdrive.systemtest.lines", 600_000);

    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.ofBoth(PipelineIT.class);
        server.use(DatabaseKind.chosen().in(server.folder())).start();
    }

    @Test
    void storesEveryLineOfFourConnectionsOnceAndInOrder() {
        long begin = System.nanoTime();
        AgentRun agent = server.agent("max", "--lines", Long.toString(LINES), "--connections", "4");

        AgentRun.Summary summary = agent.await(Duration.ofMinutes(10));
        server.messages().awaitStored(LINES, Duration.ofMinutes(10));
        double seconds = (System.nanoTime() - begin) / 1e9;
        server.queue().awaitEmpty(Duration.ofSeconds(10));
        long peak = server.process().peakResidentBytes();
        server.stop();
        Figures.note("stored, from the agent's start", LINES / seconds, "lines/s");

        assertThat(summary.exitStatus()).isZero();
        assertThat(summary.confirmed()).isEqualTo(LINES);
        assertThat(peak).as("peak resident bytes at -Xmx512m").isLessThan(Limits.RESIDENT_MAX);
        try (Rows rows = server.rows()) {
            assertThat(rows.count()).isEqualTo(LINES);
            assertThat(rows.faults()).isEqualTo(Rows.Faults.NONE);
            assertThat(summary.sessions()).hasSize(4);
            assertThat(summary.sessions())
                    .allSatisfy(
                            session ->
                                    assertThat(rows.countOf(session.peer()))
                                            .isEqualTo(session.lines()));
        }
    }
}
