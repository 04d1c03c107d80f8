package io.logdrive.ingest.consume;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.ChunkSource;
import io.logdrive.ingest.queue.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A queue in memory, which delivers again what was not acknowledged when it is closed. */
final class RedeliveringSource implements ChunkSource {
    private final Deque<Delivery> queued = new ArrayDeque<>();
    private final Set<Delivery> lent = new LinkedHashSet<>();
    private final List<String> rejected = new ArrayList<>();

    synchronized void put(Chunk chunk) {
        queued.add(new Lent(chunk, new Object()));
        notifyAll();
    }

    synchronized boolean isEmpty() {
        return queued.isEmpty() && lent.isEmpty();
    }

    synchronized List<String> rejected() {
        return List.copyOf(rejected);
    }

    @Override
    public synchronized @Nullable Delivery receive(long timeoutMillis) {
        if (queued.isEmpty()) {
            try {
                TimeUnit.MILLISECONDS.timedWait(this, Math.min(timeoutMillis, 1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Delivery next = queued.poll();
        if (next != null) {
            lent.add(next);
        }
        return next;
    }

    @Override
    public synchronized void acknowledge(Delivery delivery) {
        lent.remove(delivery);
    }

    @Override
    public synchronized void reject(Delivery delivery, String reason, int attempts) {
        rejected.add(delivery.chunk().name() + " " + reason);
        lent.remove(delivery);
    }

    @Override
    public boolean isExclusive() {
        return true;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public synchronized void close() {
        List<Delivery> again = new ArrayList<>(lent);
        Collections.reverse(again);
        again.forEach(queued::addFirst);
        lent.clear();
    }

    private record Lent(Chunk chunk, Object identity) implements Delivery {
        @Override
        public String id() {
            return chunk.name();
        }
    }
}
