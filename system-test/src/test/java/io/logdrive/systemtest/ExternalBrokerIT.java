package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Show 6 of issue 3: the broker is a process of its own, is killed, frozen and away. */
@ExtendWith(ProcessLogs.class)
class ExternalBrokerIT {
    private static final Duration SLACK = Duration.ofMinutes(3);
    private static final long RATE = 1_000;

    @Test
    void storesEveryLineOnceWhileTheBrokerIsKilledFrozenAndStopped() {
        Path folder = Folders.fresh(ExternalBrokerIT.class);
        ExternalBroker broker = new ExternalBroker(folder).start();
        Server server = new Server("logdrive", folder, Server.War.values());
        broker.serve(server);
        server.start();
        OracleNotes notes = new OracleNotes(folder.resolve("notes"));
        AgentRun agent =
                server.agent(Long.toString(RATE), "--duration", "30m", "--connections", "2");
        AgentRun.Summary summary;

        try (OracleLoad load = new OracleLoad(server.intakePort(), notes)) {
            awaitProgress(server);
            broker.process().kill();
            awaitBroker(server, "down");
            broker.start();
            awaitBroker(server, "up");
            awaitProgress(server);
            broker.process().freeze();
            awaitBroker(server, "down");
            broker.process().thaw();
            awaitBroker(server, "up");
            awaitProgress(server);
            broker.process().terminate();
            assertThat(broker.process().awaitExit(SLACK)).isZero();
            awaitBroker(server, "down");
            staysDown(server);
            broker.start();
            awaitProgress(server);
            summary = agent.finish(SLACK);
            assertThat(load.acknowledgedConnections()).isPositive();
        }
        server.messages().awaitStored(summary.sent(), SLACK);
        server.queue().awaitEmpty(SLACK);
        String log = server.log();
        server.stop();

        assertThat(summary.exitStatus()).isZero();
        assertThat(summary.confirmed()).isEqualTo(summary.sent());
        assertThat(log).contains("queue-connection-failed side=enqueue");
        try (Rows rows = server.rows()) {
            assertThat(summary.sessions())
                    .hasSize(2)
                    .allSatisfy(
                            session ->
                                    assertThat(rows.countOf(session.peer()))
                                            .isEqualTo(session.lines()));
            // Several ingest processes may share an external queue, so nobody waits for what
            // is missing, and a queue that pages lets chunks overtake each other.
            assertThat(rows.faults().inAnyOrder()).isEqualTo(Rows.Faults.NONE);
            assertThat(OracleVerdict.on(notes, rows.bodiesWith(OracleLoad.MARK)).inAnyOrder())
                    .isEqualTo(OracleVerdict.CLEAN);
        }
    }

    @Test
    void listensAndLetsSendersWaitWhileTheBrokerIsNotThereYet() throws IOException {
        Path folder = Folders.fresh("ExternalBrokerIT-late");
        ExternalBroker broker = new ExternalBroker(folder).start();
        broker.process().kill();
        Server server = new Server("logdrive", folder, Server.War.values());
        broker.serve(server);
        GuardedProcess process = server.launch();
        Http http = new Http(server.httpPort());
        await("ingest answers")
                .atMost(SLACK)
                .ignoreExceptions()
                .until(() -> http.get("/ingest/queue").statusCode() == 200);

        assertThat(server.queue().answer().path("broker").asText()).isEqualTo("down");
        assertThat(http.get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(http.get("/ingest/dead-letters").statusCode()).isEqualTo(503);
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            sender.send("a line that waits for its broker\n").halfClose();
            assertThat(sender.awaitEnd(Duration.ofSeconds(3))).isEqualTo(LineSender.End.STILL_OPEN);
            broker.start();
            assertThat(sender.awaitEnd(SLACK)).isEqualTo(LineSender.End.ORDERLY);
        }
        server.messages().awaitCountWith("a line that waits for its broker", 1, SLACK);
        assertThat(process.isAlive()).isTrue();
        server.stop();
    }

    private static void awaitProgress(Server server) {
        server.messages().awaitStored(server.messages().stored() + RATE, SLACK);
    }

    private static void staysDown(Server server) {
        await("the broker stays down")
                .during(Limits.AWAY)
                .atMost(Limits.AWAY.plus(SLACK))
                .until(() -> server.queue().answer().path("broker").asText().equals("down"));
    }

    private static void awaitBroker(Server server, String state) {
        await("the broker is " + state)
                .atMost(SLACK)
                .until(() -> server.queue().answer().path("broker").asText().equals(state));
    }
}
