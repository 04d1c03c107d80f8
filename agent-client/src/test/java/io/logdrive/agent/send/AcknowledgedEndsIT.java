package io.logdrive.agent.send;

import static io.logdrive.agent.send.AckRuns.ID;
import static io.logdrive.agent.send.AckRuns.LINES;
import static io.logdrive.agent.send.AckRuns.LONG;
import static io.logdrive.agent.send.AckRuns.WINDOW;
import static io.logdrive.agent.send.AckRuns.assertAllThere;
import static io.logdrive.agent.send.AckRuns.awaitUntil;
import static io.logdrive.agent.send.AckRuns.config;
import static io.logdrive.agent.send.AckRuns.end;
import static io.logdrive.agent.send.AckRuns.run;
import static io.logdrive.agent.send.AckRuns.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.agent.AckServer;
import io.logdrive.agent.AckServer.Received;
import io.logdrive.agent.LineServer;
import io.logdrive.wire.ForwardCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that are slow, silent or absent, and sources that end, on the acknowledged wire. */
@Timeout(120)
class AcknowledgedEndsIT {
    private static final byte[] NIL = ForwardCodec.encodeHeartbeat();

    @Test
    void silentServerIsLeftAndEverythingSentAgainElsewhere() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (AckServer server =
                new AckServer(
                        (session, index) -> {
                            if (index == 0) {
                                // Half-open: the connection is there, nobody reads or answers.
                                never.await();
                            }
                            session.acknowledgeAll();
                        })) {
            SendReport report =
                    run(sender(config(server.port(), Rate.MAX, LINES, Duration.ofSeconds(1))));

            assertAllThere(server, report);
            assertThat(report.connections().get(0).sessions())
                    .extracting(SessionReport::end)
                    .containsExactly(SessionEnd.SILENT, SessionEnd.CONFIRMED);
            assertThat(report.lastFailure()).isEqualTo("no sign of life from the server");
        }
    }

    @Test
    void slowServerThatGivesSignsOfLifeIsWaitedFor() throws Exception {
        Duration silence = Duration.ofSeconds(8);
        try (AckServer server =
                new AckServer(
                        (session, index) -> {
                            Received first = session.next();
                            CountDownLatch pause = new CountDownLatch(1);
                            // Longer than silence would be borne.
                            for (int i = 0; i < 12; i++) {
                                session.send(NIL);
                                assertThat(
                                                pause.await(
                                                        silence.toMillis() / 8,
                                                        java.util.concurrent.TimeUnit.MILLISECONDS))
                                        .isFalse();
                            }
                            if (first != null) {
                                session.acknowledge(first);
                            }
                            session.acknowledgeAll();
                        })) {
            SendReport report = run(sender(config(server.port(), Rate.MAX, LINES, silence)));

            assertAllThere(server, report);
            assertThat(report.reconnects()).isZero();
            assertThat(report.resent()).isZero();
        }
    }

    @Test
    void idleConnectionSendsHeartbeatsAndLivesByTheirAnswers() throws Exception {
        try (AckServer server = AckServer.orderly()) {
            // One line now, the next one when nobody waits any more.
            Sender sender =
                    sender(
                            new SendConfig(
                                    "127.0.0.1",
                                    server.port(),
                                    1,
                                    new Rate(1),
                                    null,
                                    Long.MAX_VALUE,
                                    LONG,
                                    new AckConfig(
                                            WINDOW,
                                            Duration.ofMillis(50),
                                            Duration.ofSeconds(60))));
            sender.start();
            awaitUntil(
                    sender,
                    () ->
                            !server.sessions().isEmpty()
                                    && server.sessions().get(0).heartbeats() >= 3);
            sender.stop();
            SendReport report = end(sender);

            assertThat(report.unconfirmed()).isZero();
            assertThat(report.reconnects()).isZero();
        }
    }

    @Test
    void absentServerIsTriedForEverAndLinesWait() throws Exception {
        int port = LineServer.unusedPort();
        Sender sender = sender(config(port, new Rate(1_000), 2_000, LONG));
        sender.start();
        awaitUntil(sender, () -> !sender.progress().lastFailure().isEmpty());

        sender.stop();
        SendReport report = end(sender);

        assertThat(report.sent()).isZero();
        assertThat(report.unsent()).isPositive();
        assertThat(report.connectFailures()).isPositive();
    }

    @Test
    void sourceThatIsAtItsEndNeedsNoServer() throws Exception {
        Position complete =
                new Position() {
                    @Override
                    public long start() {
                        return LINES;
                    }

                    @Override
                    public void attempt(long end) {
                        throw new IllegalStateException("nothing is to be sent");
                    }

                    @Override
                    public void acknowledge(long end) {
                        throw new IllegalStateException("nothing is to be acknowledged");
                    }
                };
        AckStream stream = new AckStream(ID, "s", "", new NumberedLines(1), complete);
        Sender sender =
                Sender.acknowledged(
                        config(LineServer.unusedPort(), Rate.MAX, LINES, LONG),
                        i -> stream,
                        System::nanoTime,
                        () -> 0);

        SendReport report = run(sender);

        assertThat(report.complete()).isTrue();
        assertThat(report.position()).isEqualTo(LINES);
        assertThat(report.connectFailures()).isZero();
    }

    @Test
    void whatMayBeSentIsKnownBeforeItIsAndWhatIsAcknowledgedNotBefore() throws Exception {
        List<String> calls = new ArrayList<>();
        long[] attempted = {0};
        long[] acknowledged = {0};
        Position recording =
                new Position() {
                    @Override
                    public long start() {
                        return 0;
                    }

                    @Override
                    public void attempt(long end) {
                        attempted[0] = end;
                    }

                    @Override
                    public void acknowledge(long end) {
                        if (end < acknowledged[0] || end > attempted[0]) {
                            calls.add("acknowledged " + end + " of " + attempted[0]);
                        }
                        acknowledged[0] = end;
                    }
                };
        try (AckServer server =
                new AckServer(
                        (session, index) -> {
                            for (Received next = session.next();
                                    next != null;
                                    next = session.next()) {
                                // Each second one first: the mark must not run ahead of a gap.
                                Received other = session.next();
                                if (other != null) {
                                    session.acknowledge(other);
                                }
                                session.acknowledge(next);
                            }
                        })) {
            AckStream stream = new AckStream(ID, "s", "", new NumberedLines(100), recording);
            Sender sender =
                    Sender.acknowledged(
                            config(server.port(), Rate.MAX, LINES, LONG, Duration.ofMillis(500)),
                            i -> stream,
                            System::nanoTime,
                            () -> 0);
            SendReport report = run(sender);

            assertThat(calls).isEmpty();
            assertThat(acknowledged[0]).isEqualTo(report.position());
            assertThat(attempted[0]).isEqualTo(LINES);
        }
    }
}
