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
import io.logdrive.agent.AckServer.Session;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The acknowledged sender with real sockets and a scripted server. */
@Timeout(120)
class AcknowledgedSenderIT {
    /** How a server ends its first sessions. */
    private enum End {
        RESET_WITHOUT_ANSWER,
        CLOSE_WITHOUT_ANSWER,
        CUT_ACKNOWLEDGEMENT,
        GARBAGE,
        FRAME_OF_EVENTS,
        RESET_AFTER_SOME
    }

    @Test
    void linesAreAcknowledgedAndTheirOriginIsDescribed() throws Exception {
        try (AckServer server = AckServer.orderly()) {
            SendReport report = run(sender(config(server.port(), Rate.MAX, LINES, LONG)));

            assertAllThere(server, report);
            assertThat(report.resent()).isZero();
            assertThat(report.connections().get(0).sessions())
                    .extracting(SessionReport::end)
                    .containsExactly(SessionEnd.CONFIRMED);
            List<Received> chunks = server.sessions().get(0).chunks();
            assertThat(chunks)
                    .allSatisfy(
                            chunk ->
                                    assertThat(chunk.events().origins())
                                            .containsExactly(
                                                    new Origin(
                                                            ID,
                                                            OriginKind.AGENT,
                                                            "",
                                                            "web-1",
                                                            "source")));
            long next = 0;
            for (Received chunk : chunks) {
                assertThat(chunk.name().first()).isEqualTo(next);
                next += chunk.count();
            }
        }
    }

    @Test
    void acknowledgementsMayComeInAnyOrder() throws Exception {
        try (AckServer server =
                new AckServer(
                        (session, index) -> {
                            List<Received> held = new ArrayList<>();
                            for (Received next = session.next();
                                    next != null;
                                    next = session.next()) {
                                held.add(0, next);
                                if (held.size() == WINDOW
                                        || next.name().first() + next.count() == LINES) {
                                    for (Received chunk : held) {
                                        session.acknowledge(chunk);
                                    }
                                    held.clear();
                                }
                            }
                        })) {
            SendReport report = run(sender(config(server.port(), Rate.MAX, LINES, LONG)));

            assertAllThere(server, report);
            assertThat(report.resent()).isZero();
        }
    }

    @Test
    void noMoreIsUnacknowledgedThanTheWindowAllows() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (AckServer server =
                new AckServer(
                        (session, index) -> {
                            for (int i = 0; i < WINDOW; i++) {
                                session.next();
                            }
                            // Were there another chunk, it would come now.
                            session.next();
                            never.await();
                        })) {
            Sender sender =
                    sender(
                            config(
                                    server.port(),
                                    Rate.MAX,
                                    Long.MAX_VALUE,
                                    LONG,
                                    Duration.ofSeconds(1)));
            sender.start();
            awaitUntil(
                    sender,
                    () ->
                            !server.sessions().isEmpty()
                                    && server.sessions().get(0).chunks().size() == WINDOW);
            sender.await(300_000_000);
            sender.stop();
            SendReport report = end(sender);

            List<Received> chunks = server.sessions().get(0).chunks();
            long lines = chunks.stream().mapToLong(Received::count).sum();
            assertThat(chunks).hasSize(WINDOW);
            assertThat(report.sent()).isEqualTo(lines);
            assertThat(report.unconfirmed()).isEqualTo(lines);
            assertThat(report.confirmed()).isZero();
            assertThat(report.cause()).isEqualTo(StopCause.SIGNAL);
            assertThat(report.lastFailure()).isEqualTo("not acknowledged by the server in time");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotAcknowledgedIsSentAgainUnderTheSameNameWithTheSameBytes(End end)
            throws Exception {
        int lost = 4;
        try (AckServer server =
                new AckServer(
                        (session, index) -> {
                            if (index < lost) {
                                endSession(session, end);
                            } else {
                                session.acknowledgeAll();
                            }
                        })) {
            SendReport report = run(sender(config(server.port(), Rate.MAX, LINES, LONG)));

            assertAllThere(server, report);
            assertThat(report.reconnects()).isEqualTo(lost);
            assertThat(report.resent()).isPositive();
            assertNamesHaveOneContent(server);
            for (Session session : server.sessions()) {
                assertThat(session.chunks())
                        .extracting(chunk -> chunk.name().first())
                        .isSorted()
                        .doesNotHaveDuplicates();
            }
        }
    }

    private static void endSession(Session session, End end) throws IOException {
        Received first = session.next();
        Received second = session.next();
        if (first == null || second == null) {
            return;
        }
        switch (end) {
            case RESET_WITHOUT_ANSWER -> session.reset();
            case CLOSE_WITHOUT_ANSWER -> {}
            case CUT_ACKNOWLEDGEMENT -> {
                byte[] ack = ForwardCodec.encodeAck(first.events().chunk() + "");
                session.send(Arrays.copyOf(ack, ack.length - 3));
            }
            case GARBAGE -> session.send("HTTP/1.1 400\r\n".getBytes(StandardCharsets.US_ASCII));
            case FRAME_OF_EVENTS -> session.send(first.bytes());
            case RESET_AFTER_SOME -> {
                session.acknowledge(second);
                session.reset();
            }
        }
    }

    private static void assertNamesHaveOneContent(AckServer server) {
        Map<Long, byte[]> contents = new HashMap<>();
        int again = 0;
        for (Session session : server.sessions()) {
            for (Received chunk : session.chunks()) {
                byte[] before = contents.put(chunk.name().first(), chunk.bytes());
                if (before != null) {
                    again++;
                    assertThat(chunk.bytes()).isEqualTo(before);
                }
            }
        }
        assertThat(again).as("chunks sent again").isPositive();
    }

    @Test
    void acknowledgementIsTimedFromTheFirstHandOverAndWeighsByItsLines() throws Exception {
        AtomicLong ahead = new AtomicLong();
        long lost = 40_000_000_000L;
        long kept = 5_000_000_000L;
        List<Integer> counts = new CopyOnWriteArrayList<>();
        try (AckServer server =
                new AckServer(
                        (session, index) -> {
                            Received next = session.next();
                            if (index == 0 && next != null) {
                                ahead.addAndGet(lost);
                                session.reset();
                                return;
                            }
                            while (next != null) {
                                counts.add(next.count());
                                ahead.addAndGet(kept);
                                session.acknowledge(next);
                                next = session.next();
                            }
                        })) {
            SendReport report =
                    run(
                            sender(
                                    config(server.port(), Rate.MAX, 10, LONG),
                                    () -> System.nanoTime() + ahead.get()));

            assertThat(counts).containsExactly(10);
            assertThat(report.resent()).isEqualTo(10);
            AckPercentiles percentiles = Objects.requireNonNull(report.ackPercentiles());
            assertThat(percentiles.p50Micros())
                    .isBetween((lost + kept) / 1_000, (lost + kept) / 1_000 * 6 / 5)
                    .isEqualTo(percentiles.maxMicros());
        }
    }

    @Test
    void acknowledgementsOfUnknownChunksChangeNothing() throws Exception {
        try (AckServer server =
                new AckServer(
                        (session, index) -> {
                            for (Received next = session.next();
                                    next != null;
                                    next = session.next()) {
                                session.send(ForwardCodec.encodeAck("of somebody else"));
                                session.send(ForwardCodec.encodeAck(ID + ":999999999"));
                                session.send(
                                        ForwardCodec.encodeAck(
                                                UUID.randomUUID() + ":" + next.name().first()));
                                session.acknowledge(next);
                                session.acknowledge(next);
                            }
                        })) {
            SendReport report = run(sender(config(server.port(), Rate.MAX, LINES, LONG)));

            assertAllThere(server, report);
            assertThat(report.reconnects()).isZero();
        }
    }
}
