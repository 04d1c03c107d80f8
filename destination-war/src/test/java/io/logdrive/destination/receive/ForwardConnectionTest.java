package io.logdrive.destination.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.ForwardClient;
import io.logdrive.destination.TestRecords;
import io.logdrive.destination.receive.ForwardConnection.Reading;
import io.logdrive.destination.store.Batch;
import io.logdrive.wire.EncodedRecord;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardException;
import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.logdrive.wire.Outcome;
import io.logdrive.wire.RecordDecoder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ForwardConnectionTest {
    private static final byte[] NIL = ForwardCodec.encodeHeartbeat();
    private static final long SECOND = 1_000_000_000;
    private static final Origin ORIGIN = TestRecords.origin(1);

    private final FakeSink sink = new FakeSink(1_000);
    private final FakeAnswers answers = new FakeAnswers();
    private final BufferBudget budget = new BufferBudget(1 << 20);
    private final ForwardConnection connection = connection(sink);

    @Test
    void offersABatchWithItsLedgerAndAcknowledgesItWhenItIsCommitted() {
        List<LedgerRun> runs =
                List.of(
                        TestRecords.stored(ORIGIN, 5, 2),
                        new LedgerRun(ORIGIN.id(), 7, 3, Outcome.FILTERED));
        List<LogRecord> records = TestRecords.records(5, 2);

        Reading reading =
                receive(ForwardClient.frame("chunk-1", runs, List.of(ORIGIN), records), 0);

        assertThat(reading).isEqualTo(Reading.ON);
        Batch batch = sink.batches().get(0);
        assertThat(batch.runs()).isEqualTo(runs);
        assertThat(batch.origins()).containsExactly(ORIGIN);
        assertThat(batch.records()).extracting(EncodedRecord::decoded).isEqualTo(records);
        assertThat(batch.bytes()).isPositive();
        assertThat(answers.sent).isEmpty();

        sink.commit();

        assertThat(answers.sent).containsExactly("ack chunk-1");
    }

    @Test
    void makesAForeignChunkAnOriginOfItsOwnSoThatAResendIsKnown() {
        byte[] frame =
                ForwardClient.frame("chunk-x", List.of(), List.of(), TestRecords.records(0, 3));

        receive(frame, 0);
        connection(sink).received(ByteBuffer.wrap(frame), 0);

        UUID id = UUID.nameUUIDFromBytes("forward-chunk:chunk-x".getBytes(StandardCharsets.UTF_8));
        for (Batch batch : sink.batches()) {
            assertThat(batch.runs()).containsExactly(new LedgerRun(id, 0, 3, Outcome.STORED));
            assertThat(batch.origins())
                    .containsExactly(
                            new Origin(
                                    id,
                                    OriginKind.FORWARD_CHUNK,
                                    "127.0.0.1:5",
                                    "127.0.0.1",
                                    "chunk-x"));
        }
        assertThat(sink.batches()).hasSize(2);
    }

    @Test
    void numbersForeignEntriesWithoutAChunkByConnection() {
        receive(foreign(2), 0);
        receive(foreign(3), 0);
        sink.commit();

        List<Batch> batches = sink.batches();
        Origin origin = batches.get(0).origins().get(0);
        assertThat(origin.kind()).isEqualTo(OriginKind.FORWARD);
        assertThat(origin.peer()).isEqualTo("127.0.0.1:5");
        assertThat(batches.get(0).runs()).containsExactly(TestRecords.stored(origin, 0, 2));
        assertThat(batches.get(1).runs()).containsExactly(TestRecords.stored(origin, 2, 3));
        assertThat(batches.get(1).records().get(0).body()).isEqualTo("hello");
        assertThat(batches.get(1).records().get(0).receivedMicros()).isEqualTo(TestRecords.NOON);
        assertThat(answers.sent).isEmpty();
    }

    @Test
    void answersAHeartbeatWithAHeartbeat() {
        receive(NIL, 0);

        assertThat(answers.sent).containsExactly("nil");
        assertThat(sink.batches()).isEmpty();
    }

    @Test
    void acknowledgesAnEmptyChunkWithoutAnOrigin() {
        receive(ForwardClient.frame("empty", List.of(), List.of(), List.of()), 0);
        sink.commit();

        assertThat(sink.batches().get(0).origins()).isEmpty();
        assertThat(answers.sent).containsExactly("ack empty");
    }

    @Test
    void stopsBetweenFramesWhenTheStoreIsFullAndGoesOnInOrderWhenThereIsRoom() {
        sink.room(2);
        byte[] frames = joined(batch(0), batch(1), batch(2), batch(3));

        assertThat(receive(frames, 0)).isEqualTo(Reading.PAUSED);
        assertThat(chunks()).containsExactly(0L, 1L);
        assertThat(receive(batch(4), 0)).isEqualTo(Reading.PAUSED);
        sink.room(1);
        assertThat(connection.resume(0)).isEqualTo(Reading.PAUSED);
        assertThat(chunks()).containsExactly(0L, 1L, 2L);
        sink.room(10);
        assertThat(connection.resume(0)).isEqualTo(Reading.ON);

        assertThat(chunks()).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(receive(batch(5), 0)).isEqualTo(Reading.ON);
        assertThat(chunks()).hasSize(6);
    }

    @Test
    void doesNotDecodeAFrameWhileTheStoreIsFull() {
        sink.room(0);

        assertThat(receive(batch(0), 0)).isEqualTo(Reading.PAUSED);

        assertThat(sink.batches()).isEmpty();
    }

    @Test
    void leavesWhatComesToItsSenderWhenTheStoreStops() {
        receive(batch(0), 0);
        sink.close();

        assertThat(receive(joined(batch(1), batch(2)), 0)).isEqualTo(Reading.ENDED);
        assertThat(connection.resume(0)).isEqualTo(Reading.ENDED);
        sink.commit();

        assertThat(chunks()).containsExactly(0L);
        assertThat(answers.sent).containsExactly("ack c0");
    }

    @Test
    void endsASilentPeerOnlyWhenItSendsHeartbeats() {
        receive(batch(0), 0);
        connection.tick(3_600 * SECOND);

        receive(NIL, 3_600 * SECOND);
        connection.tick(3_630 * SECOND);

        assertThatThrownBy(() -> connection.tick(3_630 * SECOND + 1))
                .isInstanceOf(CloseException.class)
                .hasMessage("peer with heartbeats: expected bytes within PT30S, found none");
    }

    @Test
    void endsAPeerWhoseFrameDoesNotEndHoweverSlowlyItGoesOn() {
        byte[] frame = batch(0);
        for (int i = 0; i < 7; i++) {
            receive(new byte[] {frame[i]}, 10L * i * SECOND);
        }
        connection.tick(60 * SECOND);

        assertThatThrownBy(() -> connection.tick(60 * SECOND + 1))
                .isInstanceOf(CloseException.class)
                .hasMessage("frame: expected its end within PT1M, found none");
    }

    @Test
    void keepsAPausedPeerAndLetsItHearThatWeLive() {
        receive(NIL, 0);
        sink.room(0);
        receive(batch(0), 0);

        connection.tick(3_600 * SECOND);
        sink.room(10);
        connection.resume(3_600 * SECOND);
        connection.tick(3_601 * SECOND);

        assertThat(answers.sent).containsExactly("nil", "nil");
        assertThat(chunks()).containsExactly(0L);
    }

    @Test
    void refusesWhatIsNotForward() {
        assertThatThrownBy(() -> receive("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.UTF_8), 0))
                .isInstanceOf(ForwardException.class);
        assertThat(sink.batches()).isEmpty();
    }

    @Test
    void refusesABatchWhoseLedgerDoesNotFitItsEntries() {
        byte[] frame =
                ForwardClient.frame(
                        "c",
                        List.of(TestRecords.stored(ORIGIN, 0, 3)),
                        List.of(ORIGIN),
                        TestRecords.records(0, 2));

        assertThatThrownBy(() -> receive(frame, 0)).isInstanceOf(ForwardException.class);
        assertThat(sink.batches()).isEmpty();
    }

    @Test
    void givesItsMemoryBackWhenItIsClosed() {
        byte[] frame = batch(0);
        receive(java.util.Arrays.copyOf(frame, frame.length - 1), 0);
        assertThat(budget.used()).isPositive();

        connection.closed();

        assertThat(budget.used()).isZero();
    }

    private ForwardConnection connection(FakeSink to) {
        ForwardLimits limits = ForwardLimits.defaults();
        Clock noon =
                Clock.fixed(Instant.ofEpochSecond(TestRecords.NOON / 1_000_000), ZoneOffset.UTC);
        return new ForwardConnection(
                new ForwardConnection.Parts(
                        new ForwardCodec(limits),
                        to,
                        new ReceiveEvents(new SimpleMeterRegistry(), budget),
                        new ForwardConnection.Limits(
                                Duration.ofSeconds(30), Duration.ofSeconds(60))),
                new FrameBuffer(limits, budget),
                new BatchAssembly(new RecordDecoder(), noon, "127.0.0.1:5", "127.0.0.1"),
                answers);
    }

    private Reading receive(byte[] bytes, long nanos) {
        return connection.received(ByteBuffer.wrap(bytes), nanos);
    }

    private List<Long> chunks() {
        return sink.batches().stream().map(batch -> batch.runs().get(0).first()).toList();
    }

    private static byte[] batch(long number) {
        return ForwardClient.frame(
                "c" + number,
                List.of(TestRecords.stored(ORIGIN, number, 1)),
                List.of(ORIGIN),
                TestRecords.records(number, 1));
    }

    /** The mode Forward: {@code ["t", [[1, {"message": "hello"}], …]]}, no options. */
    private static byte[] foreign(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x92, (byte) 0xa1, 't', (byte) (0x90 | count)});
        for (int i = 0; i < count; i++) {
            out.writeBytes(new byte[] {(byte) 0x92, 1, (byte) 0x81, (byte) 0xa7});
            out.writeBytes("message".getBytes(StandardCharsets.UTF_8));
            out.write(0xa5);
            out.writeBytes("hello".getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }
}
