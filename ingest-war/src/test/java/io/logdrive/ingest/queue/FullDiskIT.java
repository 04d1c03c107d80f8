package io.logdrive.ingest.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RELIABILITY T13 and T14: the queue's disk fills, slowly and suddenly. */
class FullDiskIT {
    private static final long MIB = 1L << 20;
    private static final int BODY_BYTES = 40_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir private Path folder;
    private SmallDisk disk;
    private EmbeddedBroker broker;
    private BrokerKeeper keeper;
    private BrokerConnector connector;
    private QueueDepth depth;
    private QueueEvents events;
    private ArtemisChunkQueue queue;
    private Thread keeperThread;
    private Thread sender;
    private Thread producer;
    private volatile boolean producing = true;
    private final AtomicLong offered = new AtomicLong();
    private final Set<Long> confirmed = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void start() throws IOException, InterruptedException {
        disk = SmallDisk.mount(folder.resolve("disk"), 256);
        Path data = disk.folder().resolve("broker");
        QueueConfig config =
                new QueueConfig("", "", "", "", data, 8 * MIB, 16 * MIB, 8 * MIB, false);
        depth = QueueDepth.open(data.resolve("depth"));
        events = new QueueEvents(new SimpleMeterRegistry(), depth);
        broker = new EmbeddedBroker(config);
        keeper = new BrokerKeeper(broker, config, depth, events);
        keeper.start();
        keeperThread = new Thread(keeper, "test-keeper");
        keeperThread.start();
        connector = new BrokerConnector(broker.url(), "", "");
        queue = new ArtemisChunkQueue(connector, config, depth, events, keeper);
        sender = new Thread(queue, "test-enqueue");
        sender.start();
        producer = new Thread(this::produce, "test-produce");
    }

    @AfterEach
    void stop() throws Exception {
        if (disk == null) {
            return;
        }
        try {
            producing = false;
            disk.empty();
            producer.join(60_000);
            queue.close(System.nanoTime() + TimeUnit.SECONDS.toNanos(30));
            connector.close();
            sender.join(60_000);
            keeper.close();
            keeperThread.join(60_000);
            broker.close();
        } finally {
            disk.unmount();
        }
    }

    @Test
    void waitsAboveTheReserveWhenLoadFillsTheDiskAndGoesOnOnceItDrains() throws Exception {
        producer.start();

        awaitState(GuardState.WAITING_FOR_DISK);
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        assertThat(disk.free()).isGreaterThan(8 * MIB);
        assertThat(keeper.status().reason())
                .matches("disk: expected \\d+ bytes free in .*, found \\d+; make room there, .*");
        assertThat(broker.isUp()).isTrue();

        drainAndCompare();
    }

    @Test
    void losesNothingConfirmedWhenAnotherWriterFillsTheDiskWhilePaging() throws Exception {
        producer.start();
        await().atMost(PATIENCE).until(() -> depth.enqueued().bytes() > 80 * MIB);

        disk.fill(0);
        await().atMost(PATIENCE).until(() -> keeper.status().state() != GuardState.ACCEPTING);
        await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        assertThat(keeper.status().reason()).contains("disk");
        disk.empty();

        awaitState(GuardState.ACCEPTING);
        long before = confirmed.size();
        await().atMost(PATIENCE).until(() -> confirmed.size() > before + 100);
        drainAndCompare();
    }

    private void awaitState(GuardState state) {
        await().atMost(PATIENCE).until(() -> keeper.status().state() == state);
    }

    private void drainAndCompare() throws InterruptedException {
        Set<Long> received = ConcurrentHashMap.newKeySet();
        ArtemisChunkSource source = new ArtemisChunkSource(connector, depth, events);
        long quietSince = System.nanoTime();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long start = System.nanoTime();
        while (System.nanoTime() < deadline
                && (producing || System.nanoTime() - quietSince < 3_000_000_000L)) {
            Delivery delivery = source.receive(100);
            if (delivery != null) {
                received.add(delivery.chunk().first());
                source.acknowledge(delivery);
                quietSince = System.nanoTime();
            }
            if (producing
                    && System.nanoTime() - start > 500_000_000L
                    && keeper.status().state() == GuardState.ACCEPTING) {
                producing = false;
                producer.join(60_000);
                await().atMost(PATIENCE)
                        .until(
                                () ->
                                        queue.unconfirmedBytes() == 0
                                                || keeper.status().state() != GuardState.ACCEPTING);
            }
        }
        source.close();
        Set<Long> lost = ConcurrentHashMap.newKeySet();
        lost.addAll(confirmed);
        lost.removeAll(received);
        assertThat(lost).isEmpty();
        assertThat(confirmed).hasSizeGreaterThan(1_000);
    }

    private void produce() {
        byte[] body = new byte[BODY_BYTES];
        while (producing) {
            long first = offered.getAndIncrement();
            Chunk chunk =
                    new Chunk(
                            Chunks.origin(1),
                            first,
                            1,
                            Chunks.RECEIVED,
                            Chunk.Format.LINES,
                            body,
                            new BitSet());
            while (queue.enqueue(chunk, () -> confirmed.add(first)) != Enqueued.ACCEPTED) {
                if (!producing) {
                    return;
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
