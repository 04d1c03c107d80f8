package io.logdrive.ingest.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.process.ChunkParser;
import io.logdrive.ingest.process.LineStatistics;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.Chunks;
import io.logdrive.ingest.queue.QueueDepth;
import io.logdrive.ingest.queue.QueueDepths;
import io.logdrive.ingest.queue.Volume;
import io.logdrive.payara.ClientProtection;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.Origin;
import io.logdrive.wire.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwarderTest {
    private static final Origin ORIGIN = Chunks.origin(1);
    private static final int IN_FLIGHT_MAX = 3;

    @TempDir private Path folder;
    private final RecordingSource source = new RecordingSource();
    private final RecordingSender sender = new RecordingSender();
    private QueueDepth depth;
    private Forwarder forwarder;
    private Thread thread;

    @BeforeEach
    void start() {
        depth = QueueDepth.open(folder.resolve("depth"));
        start(1 << 30, new Retries(failures -> 1), Duration.ofHours(1));
    }

    private void start(long bytesInFlightMax) {
        start(bytesInFlightMax, new Retries(failures -> 1));
    }

    private void start(long bytesInFlightMax, Retries retries) {
        start(bytesInFlightMax, retries, Duration.ofHours(1));
    }

    private void start(long bytesInFlightMax, Retries retries, Duration ageMax) {
        ForwardConfig config =
                new ForwardConfig(
                        10,
                        ageMax,
                        1 << 20,
                        new InetSocketAddress("127.0.0.1", 1),
                        ClientProtection.none(new InetSocketAddress("127.0.0.1", 1)),
                        IN_FLIGHT_MAX,
                        bytesInFlightMax);
        forwarder =
                new Forwarder(
                        config,
                        source,
                        depth,
                        sender,
                        new ForwardEvents(new SimpleMeterRegistry()),
                        "test",
                        new ChunkParser(),
                        new LineStatistics(new SimpleMeterRegistry()),
                        retries);
        thread = new Thread(forwarder, "test-forward");
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        forwarder.stop(System.nanoTime());
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void acknowledgesChunksOnlyAfterTheDestinationDid() {
        putFullBatches(2);
        await().until(() -> sender.sent.size() == 2);
        assertThat(source.acknowledged).isEmpty();

        sender.acknowledge(1);
        await().until(() -> source.acknowledged.size() == 1);
        sender.acknowledge(0);

        await().untilAsserted(
                        () -> assertThat(source.acknowledged).containsExactly(name(10), name(0)));
        await().until(() -> forwarder.batchesInFlight() == 0);
        assertThat(forwarder.oldestReceivedMicros()).isEqualTo(Long.MAX_VALUE);
    }

    /** T22: the container's timer stands still after the clock was set back. */
    @Test
    void closesABatchThatIsOldEnoughWithoutATimer() throws InterruptedException {
        stop();
        start(1 << 30, new Retries(failures -> 1), Duration.ofMillis(100));

        source.put(Chunks.of(ORIGIN, 0, 1));

        await().until(() -> sender.sent.size() == 1);
    }

    @Test
    void takesNothingMoreWhileTheBoundOnBatchesInFlightIsReached() {
        AtomicInteger mostAtReceive = new AtomicInteger();
        source.beforeReceive =
                () -> mostAtReceive.accumulateAndGet(forwarder.batchesInFlight(), Math::max);
        putFullBatches(20);

        for (int i = 0; i < 20; i++) {
            int sent = Math.min(20, i + IN_FLIGHT_MAX);
            await().until(() -> sender.sent.size() == sent);
            sender.acknowledge(i);
        }

        await().until(() -> source.acknowledged.size() == 20);
        assertThat(mostAtReceive).hasValue(IN_FLIGHT_MAX - 1);
    }

    @Test
    void takesNothingMoreWhileTheBoundOnBytesInFlightIsReached() throws InterruptedException {
        stop();
        start(1);
        AtomicInteger mostAtReceive = new AtomicInteger();
        source.beforeReceive =
                () -> mostAtReceive.accumulateAndGet(forwarder.batchesInFlight(), Math::max);
        putFullBatches(3);

        for (int i = 0; i < 3; i++) {
            int sent = i + 1;
            await().until(() -> sender.sent.size() == sent);
            sender.acknowledge(i);
        }

        await().until(() -> source.acknowledged.size() == 3);
        assertThat(mostAtReceive).hasValue(0);
    }

    @Test
    void knowsWhenTheOldestChunkThatItTookWasReceived() {
        source.put(Chunks.of(ORIGIN, 0, 1));

        await().until(() -> forwarder.oldestReceivedMicros() == Chunks.RECEIVED);
    }

    @Test
    void sendsTheOpenBatchWhenStoppedAndWaitsForItsAcknowledgement() throws InterruptedException {
        source.put(Chunks.of(ORIGIN, 0, 3));
        await().until(() -> source.received.get() == 1);
        await().until(() -> forwarder.oldestReceivedMicros() == Chunks.RECEIVED);

        forwarder.stop(System.nanoTime() + TimeUnit.SECONDS.toNanos(30));
        await().until(() -> sender.sent.size() == 1);
        assertThat(thread.isAlive()).isTrue();
        sender.acknowledge(0);
        thread.join(10_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(source.acknowledged).containsExactly(name(0));
        assertThat(source.closed).hasValue(1);
    }

    @Test
    void endsAtTheDeadlineWithoutTheAcknowledgementAndLeavesTheChunkInTheQueue()
            throws InterruptedException {
        source.put(Chunks.of(ORIGIN, 0, 3));
        await().until(() -> source.received.get() == 1);

        forwarder.stop(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100));
        thread.join(10_000);

        assertThat(sender.sent).hasSize(1);
        assertThat(source.acknowledged).isEmpty();
        assertThat(source.closed).hasValue(1);
    }

    @Test
    void doesNotWaitForADestinationThatIsAwayWhenStopped() throws InterruptedException {
        sender.connected = false;
        source.put(Chunks.of(ORIGIN, 0, 3));
        await().until(() -> source.received.get() == 1);

        forwarder.stop(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
        thread.join(10_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(source.acknowledged).isEmpty();
    }

    @Test
    void putsAChunkThatCannotBeProcessedAmongTheDeadLettersAndGoesOn() {
        source.put(Chunks.of(ORIGIN, 0, 2, "only one line\n"));
        source.put(Chunks.of(ORIGIN, 2, 10));

        await().until(() -> sender.sent.size() == 1);
        sender.acknowledge(0);

        await().untilAsserted(() -> assertThat(source.acknowledged).containsExactly(name(2)));
        assertThat(source.rejected)
                .containsExactly(name(0) + " 5 chunk " + name(0) + ": expected 2 lines, found 1");
        assertThat(Frames.events(sender.sent.get(0).frame()).ledger()).hasSize(1);
    }

    @Test
    void forwardsChunksThatOvertookInTheOrderOfTheirOrigin() {
        source.put(Chunks.of(ORIGIN, 0, 10));
        source.put(Chunks.of(ORIGIN, 20, 10));
        source.put(Chunks.of(ORIGIN, 10, 10));

        await().until(() -> sender.sent.size() == 3);

        assertThat(sender.sent)
                .extracting(
                        batch ->
                                Objects.requireNonNull(Frames.events(batch.frame()).ledger())
                                        .get(0)
                                        .first())
                .containsExactly(0L, 10L, 20L);
    }

    @Test
    void letsOthersPassAChunkThatWaitsForItsNextAttempt() throws InterruptedException {
        stop();
        start(1 << 30, new Retries(failures -> TimeUnit.HOURS.toMillis(1)));
        source.put(Chunks.of(ORIGIN, 0, 2, "only one line\n"));
        source.put(Chunks.of(ORIGIN, 2, 10));

        await().until(() -> sender.sent.size() == 1);
        sender.acknowledge(0);

        await().untilAsserted(() -> assertThat(source.acknowledged).containsExactly(name(2)));
        assertThat(source.rejected).isEmpty();
        assertThat(forwarder.oldestReceivedMicros()).isEqualTo(Chunks.RECEIVED);
    }

    @Test
    void countsFailuresAndNotTheDeliveriesOfABrokenConnection() throws InterruptedException {
        stop();
        start(1 << 30, new Retries(failures -> TimeUnit.HOURS.toMillis(1)));
        for (int delivered = 0; delivered < 20; delivered++) {
            source.put(Chunks.of(ORIGIN, 0, 2, "only one line\n"), "one message");
        }
        source.put(Chunks.of(ORIGIN, 2, 10));

        await().until(() -> sender.sent.size() == 1);

        assertThat(source.rejected).isEmpty();
    }

    @Test
    void tellsTheLedgerOfAChunkThatWasGivenUpWithoutAnyRecord() {
        source.put(
                new Chunk(
                        ORIGIN,
                        4,
                        6,
                        Chunks.RECEIVED,
                        Chunk.Format.NONE,
                        new byte[0],
                        new BitSet()));
        source.put(Chunks.of(ORIGIN, 10, 10));

        await().until(() -> sender.sent.size() == 1);
        sender.acknowledge(0);

        assertThat(Frames.events(sender.sent.get(0).frame()).ledger())
                .containsExactly(
                        new LedgerRun(ORIGIN.id(), 4, 6, Outcome.DEAD),
                        new LedgerRun(ORIGIN.id(), 10, 10, Outcome.STORED));
        assertThat(Frames.events(sender.sent.get(0).frame()).entries().count()).isEqualTo(10);
        await().untilAsserted(
                        () -> assertThat(source.acknowledged).containsExactly(name(4), name(10)));
    }

    @Test
    void goesOnAfterAFailureThatNobodyExpected() {
        source.failure = new IllegalStateException("a bug");
        putFullBatches(1);

        await().until(() -> sender.sent.size() == 1);

        assertThat(source.closed).hasValue(1);
    }

    @Test
    void closesTheOpenBatchWhenTheTimerFindsItOldEnough() throws InterruptedException {
        stop();
        ForwardConfig quick =
                new ForwardConfig(
                        10,
                        Duration.ZERO,
                        1 << 20,
                        new InetSocketAddress("127.0.0.1", 1),
                        ClientProtection.none(new InetSocketAddress("127.0.0.1", 1)),
                        IN_FLIGHT_MAX,
                        1 << 20);
        forwarder =
                new Forwarder(
                        quick,
                        source,
                        depth,
                        sender,
                        new ForwardEvents(new SimpleMeterRegistry()),
                        "test",
                        new ChunkParser(),
                        new LineStatistics(new SimpleMeterRegistry()));
        thread = new Thread(forwarder, "test-forward");
        thread.start();
        source.put(Chunks.of(ORIGIN, 0, 1));
        await().until(() -> source.received.get() == 1);

        await().untilAsserted(
                        () -> {
                            forwarder.closeAgedBatch();
                            assertThat(sender.sent).hasSize(1);
                        });
    }

    @Test
    void settlesTheDepthWhenTheQueueIsSeenEmpty() throws InterruptedException {
        stop();
        Path file = folder.resolve("depth");
        QueueDepths.enqueue(depth, Chunks.of(ORIGIN, 0, 5));
        depth = QueueDepth.open(file);
        assertThat(depth.snapshot().lines()).isEqualTo(5);

        start(1 << 20);

        await().until(() -> depth.snapshot().equals(Volume.NONE));
    }

    private void putFullBatches(int count) {
        IntStream.range(0, count).forEach(i -> source.put(Chunks.of(ORIGIN, i * 10L, 10)));
    }

    private static String name(long first) {
        return new Chunk(ORIGIN, first, 1, 0, Chunk.Format.LINES, new byte[1], new BitSet()).name();
    }
}
