package io.logdrive.ingest.queue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real embedded broker with a queue and a source on it. */
public final class QueueFixture {
    private final EmbeddedBroker broker;
    private final BrokerConnector connector;
    private final QueueDepth depth;
    private final ArtemisChunkQueue queue;
    private final ArtemisChunkSource source;
    private final Thread sender;

    public QueueFixture(Path folder) {
        QueueConfig config =
                new QueueConfig("", "", "", folder.resolve("broker"), 32L << 20, 16L << 20);
        broker = new EmbeddedBroker(config);
        broker.start();
        connector = new BrokerConnector(broker.url(), "", "");
        depth = QueueDepth.open(folder.resolve("depth"));
        QueueEvents events = new QueueEvents(new SimpleMeterRegistry(), depth);
        queue = new ArtemisChunkQueue(connector, config, depth, events);
        source = new ArtemisChunkSource(connector, depth, events);
        sender = new Thread(queue, "test-enqueue");
        sender.start();
    }

    public ArtemisChunkQueue queue() {
        return queue;
    }

    public ArtemisChunkSource source() {
        return source;
    }

    public QueueDepth depth() {
        return depth;
    }

    public void close() throws InterruptedException {
        queue.close(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));
        sender.join(10_000);
        source.close();
        connector.close();
        broker.close();
    }
}
