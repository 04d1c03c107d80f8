package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Show 6 of issue 2: the process ends in the middle of a run, in order and by force. */
@ExtendWith(ProcessLogs.class)
class ShutdownIT {
    private static final Duration DRAIN_MAX = Duration.ofMinutes(3);
    private static final int CONNECTIONS_BEFORE = 30;

    /** More than a connection of the oracle's load ever brings: it must be the agent's. */
    private static final long LINES_AFTER = 2_000;

    @Test
    void keepsEveryConfirmedLineOnceThroughSigterm() {
        keepsEveryConfirmedLineOnce("sigterm", Server::stop);
    }

    @Test
    void keepsEveryConfirmedLineOnceThroughSigkill() {
        keepsEveryConfirmedLineOnce("sigkill", Server::kill);
    }

    private static void keepsEveryConfirmedLineOnce(String name, Consumer<Server> end) {
        Server server = new Server(name, Folders.fresh("ShutdownIT-" + name), Server.War.values());
        server.use(DatabaseKind.chosen().in(server.folder())).start();
        OracleNotes notes = new OracleNotes(server.folder().resolve("notes"));
        // Ended by us: however long the restart takes, the run outlasts it.
        AgentRun agent = server.agent("5000", "--duration", "20m", "--connections", "3");
        AgentRun.Summary before;

        try (OracleLoad load = new OracleLoad(server.intakePort(), notes)) {
            before = server.agent("1000", "--lines", "3000").await(Duration.ofSeconds(30));
            await().atMost(DRAIN_MAX)
                    .until(() -> load.acknowledgedConnections() >= CONNECTIONS_BEFORE);
            end.accept(server);
            assertThat(agent.isAlive()).as("the run was under way").isTrue();
            server.start();
            int acknowledged = load.acknowledgedConnections();
            await().atMost(DRAIN_MAX)
                    .until(() -> load.acknowledgedConnections() > acknowledged + 5);
            await("the agent's connections are back")
                    .atMost(DRAIN_MAX)
                    .until(() -> server.queue().connectionsWithLines(LINES_AFTER) >= 3);
        }
        AgentRun.Summary after = agent.finish(Duration.ofMinutes(2));
        server.queue().awaitEmpty(DRAIN_MAX);
        server.stop();

        assertThat(before.confirmed()).isEqualTo(3_000);
        assertThat(after.sessions().stream().filter(AgentRun.Session::confirmed)).hasSize(3);
        assertThat(after.sessions().stream().filter(session -> !session.confirmed()))
                .as("connections that were cut")
                .hasSizeGreaterThanOrEqualTo(3);
        try (Rows rows = server.rows()) {
            assertStored(rows, before.sessions());
            assertStored(rows, after.sessions());
            assertThat(rows.faults()).isEqualTo(Rows.Faults.NONE);
            assertThat(OracleVerdict.on(notes, rows.bodiesWith(OracleLoad.MARK)))
                    .isEqualTo(OracleVerdict.CLEAN);
        }
    }

    /** All lines of a confirmed connection, and of another one at most those that were sent. */
    private static void assertStored(Rows rows, List<AgentRun.Session> sessions) {
        for (AgentRun.Session session : sessions) {
            if (session.confirmed()) {
                assertThat(rows.countOf(session.peer()))
                        .as("%s", session)
                        .isEqualTo(session.lines());
            } else {
                assertThat(rows.countOf(session.peer()))
                        .as("%s", session)
                        .isLessThanOrEqualTo(session.lines());
            }
        }
    }
}
