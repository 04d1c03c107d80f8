package io.logdrive.ingest.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.queue.ArtemisChunkQueue;
import io.logdrive.ingest.queue.ArtemisChunkSource;
import io.logdrive.ingest.queue.BrokerConnector;
import io.logdrive.ingest.queue.ChunkOrder;
import io.logdrive.ingest.queue.Chunks;
import io.logdrive.ingest.queue.Delivery;
import io.logdrive.ingest.queue.EmbeddedBroker;
import io.logdrive.ingest.queue.Enqueued;
import io.logdrive.ingest.queue.QueueConfig;
import io.logdrive.ingest.queue.QueueDepth;
import io.logdrive.ingest.queue.QueueEvents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** What Artemis lets overtake when it begins to page comes out in order all the same. */
class PagingOrderIT {
    private static final int CHUNKS = 7_000;
    private static final int LINES = 100;
    private static final String BODY = ("x".repeat(160) + "\n").repeat(LINES);

    @TempDir private Path folder;
    private EmbeddedBroker broker;
    private BrokerConnector connector;
    private ArtemisChunkQueue queue;
    private ArtemisChunkSource source;
    private Thread sender;

    @BeforeEach
    void start() {
        QueueConfig config =
                new QueueConfig("", "", "", folder.resolve("broker"), 16L << 20, 16L << 20);
        broker = new EmbeddedBroker(config);
        broker.start();
        connector = new BrokerConnector(broker.url(), "", "");
        QueueDepth depth = QueueDepth.open(folder.resolve("depth"));
        QueueEvents events = new QueueEvents(new SimpleMeterRegistry(), depth);
        queue = new ArtemisChunkQueue(connector, config, depth, events);
        source = new ArtemisChunkSource(connector, depth, events);
        sender = new Thread(queue, "test-enqueue");
        sender.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        queue.close(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));
        sender.join(10_000);
        source.close();
        connector.close();
        broker.close();
    }

    @RepeatedTest(2)
    void keepsTheOrderOfAnOriginWhenTheQueueBeginsToPage() {
        List<Long> firsts = new ArrayList<>();
        ChunkOrder order =
                new ChunkOrder(
                        delivery -> {
                            firsts.add(delivery.chunk().first());
                            source.acknowledge(delivery);
                        },
                        new ForwardEvents(new SimpleMeterRegistry()));
        new Thread(this::enqueueAll, "test-listen").start();

        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (firsts.size() < CHUNKS && System.nanoTime() < deadline) {
            Delivery delivery = source.receive(100);
            if (delivery != null) {
                order.arrived(delivery, 0);
                // Slower than the listener, so that the queue grows until it pages.
                LockSupport.parkNanos(200_000);
            }
        }

        assertThat(firsts).hasSize(CHUNKS).isSorted().doesNotHaveDuplicates();
    }

    private void enqueueAll() {
        for (int i = 0; i < CHUNKS; i++) {
            while (queue.enqueue(
                            Chunks.of(Chunks.origin(1), (long) i * LINES, LINES, BODY), () -> {})
                    != Enqueued.ACCEPTED) {
                LockSupport.parkNanos(100_000);
            }
        }
    }
}
