package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.agent.LineServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sender with real sockets. Confined to the test's thread. */
@Timeout(60)
class SenderIT {
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final int FILL = 100;

    @Test
    void sendsExactlyTheLinesThatAreDueInThePacedTime() throws Exception {
        try (LineServer server = LineServer.orderly()) {
            Sender sender = sender(server, 1, new Rate(1_000), Duration.ofSeconds(3), UNLIMITED);

            SendReport report = run(sender);

            // A machine that stands still for more than a second owes lines to nobody but us.
            assertThat(report.sent() + report.unsent()).isEqualTo(3_000);
            assertThat(report.sent()).isEqualTo(report.confirmed()).isGreaterThan(1_000);
            assertThat(server.sessions().get(0).wholeLines()).hasSize((int) report.sent());
            assertThat(report.cause()).isEqualTo(StopCause.DURATION);
        }
    }

    @Test
    void confirmsLinesOnlyWhenTheServerHasClosedAfterTheHalfClose() throws Exception {
        CountDownLatch mayClose = new CountDownLatch(1);
        CountDownLatch hasRead = new CountDownLatch(1);
        try (LineServer server =
                new LineServer(
                        (session, index) -> {
                            session.readAll();
                            hasRead.countDown();
                            mayClose.await();
                        })) {
            Sender sender = sender(server, 1, Rate.MAX, null, 10);

            sender.start();
            hasRead.await();

            assertThat(sender.await(200_000_000)).isFalse();
            assertThat(sender.progress().closing()).isEqualTo(1);

            mayClose.countDown();
            SendReport report = end(sender);

            assertThat(report.confirmed()).isEqualTo(10);
            assertThat(report.unconfirmed()).isZero();
            assertThat(report.cause()).isEqualTo(StopCause.LINES);
            assertThat(report.connections().get(0).sessions())
                    .containsExactly(
                            new SessionReport(
                                    server.sessions().get(0).peerPort(), 10, SessionEnd.CONFIRMED));
        }
    }

    @Test
    void dealsLinesOutOverItsConnectionsEachWithItsOwnSource() throws Exception {
        try (LineServer server = LineServer.orderly()) {
            Sender sender = sender(server, 300, Rate.MAX, null, 1_000);

            SendReport report = run(sender);

            assertThat(report.confirmed()).isEqualTo(1_000);
            assertThat(report.connections())
                    .allSatisfy(c -> assertThat(c.confirmed()).isEqualTo(c.index() < 100 ? 4 : 3));
            for (LineServer.Session session : server.sessions()) {
                List<Long> numbers = numbers(session);
                assertThat(numbers)
                        .containsExactlyElementsOf(
                                LongStream.range(0, numbers.size()).boxed().toList());
            }
        }
    }

    @Test
    void fewThreadsCarryManyConnections() throws Exception {
        try (LineServer server = LineServer.orderly()) {
            Sender sender = sender(server, 300, new Rate(3_000), LONG, UNLIMITED);

            sender.start();
            awaitUntil(sender, () -> sender.progress().up() == 300);

            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("agent-send-"))
                    .hasSizeBetween(1, 4);

            sender.stop();
            assertThat(end(sender).unconfirmed()).isZero();
        }
    }

    @Test
    void linesOnAResetConnectionAreUnconfirmedAndNeverSentAgain() throws Exception {
        int resets = 5;
        // More than the kernel takes on for a server that does not come to read: 4 MiB a session.
        int lines = 400_000;
        try (LineServer server =
                new LineServer(
                        0,
                        4096,
                        (session, index) -> {
                            if (index < resets) {
                                session.readUntil(50_000 + 7_919 * index);
                                session.reset();
                            } else {
                                session.readAll();
                            }
                        })) {
            Sender sender = sender(server, 1, Rate.MAX, null, lines);

            SendReport report = run(sender);

            assertThat(report.sent()).isEqualTo(lines);
            assertThat(report.reconnects()).isEqualTo(resets);
            assertThat(report.confirmed() + report.unconfirmed()).isEqualTo(lines);
            List<SessionReport> sessions = report.connections().get(0).sessions();
            long before = 0;
            for (int i = 0; i <= resets; i++) {
                // A session goes on with the line after the last that was handed over whole.
                List<Long> numbers = numbers(server.sessions().get(i));
                assertThat(numbers.get(0)).isEqualTo(before);
                assertThat(numbers)
                        .containsExactlyElementsOf(
                                LongStream.range(before, before + numbers.size()).boxed().toList());
                assertThat(sessions.get(i).port()).isEqualTo(server.sessions().get(i).peerPort());
                before += sessions.get(i).lines();
            }
            assertThat(sessions).extracting(SessionReport::end).startsWith(SessionEnd.RESET);
            assertThat(sessions.get(resets).end()).isEqualTo(SessionEnd.CONFIRMED);
            assertThat(sessions.get(resets).lines()).isEqualTo(report.confirmed());
        }
    }

    @Test
    void connectsAgainUntilARefusingServerIsThere() throws Exception {
        int port = LineServer.unusedPort();
        Sender sender = sender(config(port, 2, Rate.MAX, null, 500, LONG));

        sender.start();
        awaitUntil(sender, () -> !sender.progress().lastFailure().isEmpty());
        assertThat(sender.progress().lastFailure()).isEqualTo("Connection refused");

        try (LineServer server = new LineServer(port, 0, (session, index) -> session.readAll())) {
            SendReport report = end(sender);

            assertThat(report.confirmed()).isEqualTo(500);
            assertThat(report.reconnects()).isZero();
            assertThat(report.connectFailures()).isPositive();
            assertThat(report.connectionsSeen()).isEqualTo(2);
            assertThat(server.sessions()).hasSize(2);
        }
    }

    @Test
    void connectionThatIsDownIsOwedTheLinesOfOneSecondAndTheRestIsCountedUnsent() throws Exception {
        int port = LineServer.unusedPort();
        Sender sender =
                sender(config(port, 1, new Rate(100), Duration.ofMillis(1_500), UNLIMITED, LONG));

        SendReport report = run(sender);

        assertThat(report.sent()).isZero();
        assertThat(report.unsent()).isEqualTo(150);
        assertThat(report.connectionsSeen()).isZero();
        assertThat(report.span()).isEqualTo(new SendReport.SentSpan(-1, -1));
    }

    @Test
    void closeByTheServerBeforeTheHalfCloseConfirmsNothing() throws Exception {
        try (LineServer server =
                new LineServer(
                        (session, index) -> {
                            if (index == 0) {
                                session.readUntil(10 * FILL);
                            } else {
                                session.readAll();
                            }
                        })) {
            Sender sender = sender(server, 1, new Rate(200), null, 100);

            SendReport report = run(sender);

            List<SessionReport> sessions = report.connections().get(0).sessions();
            assertThat(sessions.get(0).end()).isIn(SessionEnd.CLOSED, SessionEnd.RESET);
            assertThat(report.unconfirmed()).isEqualTo(sessions.get(0).lines()).isPositive();
            assertThat(report.confirmed()).isEqualTo(100 - report.unconfirmed());
        }
    }

    @Test
    void serverThatNeverClosesIsNotWaitedForLongerThanAllowed() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (LineServer server =
                new LineServer(
                        (session, index) -> {
                            session.readAll();
                            never.await();
                        })) {
            Sender sender =
                    sender(config(server.port(), 3, Rate.MAX, null, 30, Duration.ofMillis(300)));

            SendReport report = run(sender);

            assertThat(report.sent()).isEqualTo(30);
            assertThat(report.unconfirmed()).isEqualTo(30);
            assertThat(report.ends()).containsOnlyKeys(SessionEnd.TIMED_OUT);
            assertThat(report.totalNanos()).isGreaterThanOrEqualTo(300_000_000);
        }
    }

    @Test
    void answersOfTheServerAreReadAndDropped() throws Exception {
        try (LineServer server =
                new LineServer(
                        (session, index) -> {
                            session.send("who are you?\n".repeat(10_000));
                            session.readAll();
                        })) {
            SendReport report = run(sender(server, 1, new Rate(500), null, 100));

            assertThat(report.confirmed()).isEqualTo(100);
        }
    }

    @Test
    void stoppedRunHalfClosesAndGetsItsConfirmation() throws Exception {
        try (LineServer server = LineServer.orderly()) {
            Sender sender = sender(server, 2, new Rate(1_000), null, UNLIMITED);

            sender.start();
            awaitUntil(sender, () -> sender.progress().sent() >= 100);
            sender.stop();
            SendReport report = end(sender);

            assertThat(report.cause()).isEqualTo(StopCause.SIGNAL);
            assertThat(report.confirmed()).isEqualTo(report.sent()).isGreaterThanOrEqualTo(100);
            assertThat(
                            server.sessions().stream()
                                    .mapToInt(session -> session.wholeLines().size())
                                    .sum())
                    .isEqualTo((int) report.sent());
        }
    }

    @Test
    void tornLineOfARunThatEndsBlockedIsNeverEndedInOrder() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (LineServer server =
                new LineServer(
                        0,
                        4096,
                        (session, index) -> {
                            ended.await();
                            session.readAll();
                        })) {
            Sender sender =
                    new Sender(
                            config(
                                    server.port(),
                                    1,
                                    Rate.MAX,
                                    Duration.ofMillis(500),
                                    UNLIMITED,
                                    Duration.ofMillis(200)),
                            i -> new NumberedLines(60_000),
                            System::nanoTime);

            SendReport report = run(sender);
            ended.countDown();
            LineServer.Session session = server.sessions().get(0);
            session.awaitServed();

            assertThat(report.confirmed()).isZero();
            assertThat(report.ends()).containsOnlyKeys(SessionEnd.TIMED_OUT);
            // The buffers of the operating system end within a line of 60 kB, so the last is torn.
            long wholeBytes =
                    LongStream.range(0, report.sent())
                            .map(n -> Long.toString(n).length() + 60_001)
                            .sum();
            assertThat(report.bytes()).isGreaterThan(wholeBytes);
            assertThat(session.wholeLines()).allMatch(line -> NumberedLines.whole(line, 60_000));
            assertThat(session.endedInOrder()).isFalse();
        }
    }

    @Test
    void reportBeforeTheEndIsRefused() throws Exception {
        try (LineServer server = LineServer.orderly()) {
            Sender sender = sender(server, 1, new Rate(1), LONG, UNLIMITED);
            sender.start();

            assertThatThrownBy(sender::report)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("send: expected the end of the run, found it running");

            sender.stop();
            end(sender);
        }
    }

    @Test
    void faultOfASourceEndsTheRunAndIsReported() throws Exception {
        LineSource broken =
                new LineSource() {
                    @Override
                    public int lineBytesMax() {
                        return 10;
                    }

                    @Override
                    public int put(byte[] target, int at) {
                        throw new IllegalStateException("broken");
                    }
                };
        try (LineServer server = LineServer.orderly()) {
            Sender sender =
                    new Sender(
                            config(server.port(), 2, Rate.MAX, null, UNLIMITED, LONG),
                            i -> broken,
                            System::nanoTime);
            sender.start();
            sender.await(Long.MAX_VALUE);

            assertThatThrownBy(sender::report)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "send: expected an orderly end, found"
                                    + " java.lang.IllegalStateException: broken");
        }
    }

    private static Sender sender(
            LineServer server,
            int connections,
            Rate rate,
            @Nullable Duration duration,
            long lines) {
        return sender(config(server.port(), connections, rate, duration, lines, LONG));
    }

    private static Sender sender(SendConfig config) {
        return new Sender(config, i -> new NumberedLines(FILL), System::nanoTime);
    }

    private static SendConfig config(
            int port,
            int connections,
            Rate rate,
            @Nullable Duration duration,
            long lines,
            Duration confirmTimeout) {
        return new SendConfig(
                "127.0.0.1", port, connections, rate, duration, lines, confirmTimeout, null);
    }

    private static SendReport run(Sender sender) throws InterruptedException {
        sender.start();
        return end(sender);
    }

    private static SendReport end(Sender sender) throws InterruptedException {
        assertThat(sender.await(55_000_000_000L)).isTrue();
        return sender.report();
    }

    /** Looks again and again while the run goes on. */
    private static void awaitUntil(Sender sender, BooleanSupplier condition)
            throws InterruptedException {
        while (!condition.getAsBoolean()) {
            assertThat(sender.await(5_000_000)).isFalse();
        }
    }

    private static List<Long> numbers(LineServer.Session session) {
        assertThat(session.wholeLines()).allMatch(line -> NumberedLines.whole(line, FILL));
        return session.wholeLines().stream().map(NumberedLines::number).toList();
    }
}
