package io.logdrive.ingest.forward;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.ChunkSource;
import io.logdrive.ingest.queue.Delivery;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A queue in memory that records what is done to its chunks. */
final class RecordingSource implements ChunkSource {
    final BlockingQueue<Delivery> queued = new LinkedBlockingQueue<>();
    final List<String> acknowledged = new CopyOnWriteArrayList<>();
    final List<String> rejected = new CopyOnWriteArrayList<>();
    private final AtomicInteger messages = new AtomicInteger();
    final AtomicInteger received = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    volatile boolean connected = true;
    volatile Runnable beforeReceive = () -> {};
    volatile @Nullable RuntimeException failure;

    void put(Chunk chunk) {
        put(chunk, "message-" + messages.incrementAndGet());
    }

    /** As a broker delivers it that was sent once and may be delivered several times. */
    void put(Chunk chunk, String id) {
        queued.add(new Lent(chunk, id));
    }

    @Override
    public @Nullable Delivery receive(long timeoutMillis) {
        beforeReceive.run();
        RuntimeException planned = failure;
        if (planned != null) {
            failure = null;
            throw planned;
        }
        try {
            Delivery delivery = queued.poll(timeoutMillis, TimeUnit.MILLISECONDS);
            if (delivery != null) {
                received.incrementAndGet();
            }
            return delivery;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void acknowledge(Delivery delivery) {
        acknowledged.add(delivery.chunk().name());
    }

    @Override
    public void reject(Delivery delivery, String reason, int attempts) {
        rejected.add(delivery.chunk().name() + " " + attempts + " " + reason);
    }

    @Override
    public boolean isExclusive() {
        return true;
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }

    private record Lent(Chunk chunk, String id, Object identity) implements Delivery {
        Lent(Chunk chunk, String id) {
            this(chunk, id, new Object());
        }
    }
}
