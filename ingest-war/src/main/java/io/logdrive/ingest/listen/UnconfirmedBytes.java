package io.logdrive.ingest.listen;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of all connections that are not yet on disk, and who waits for them to become fewer.
 *
 * <p>Thread-safe.
 */
final class UnconfirmedBytes {
    private final long max;
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    UnconfirmedBytes(long max) {
        this.max = max;
    }

    long bytes() {
        return bytes.get();
    }

    boolean isFull() {
        return bytes.get() >= max;
    }

    void add(long count) {
        bytes.addAndGet(count);
    }

    void remove(long count) {
        if (bytes.addAndGet(-count) < max) {
            resume();
        }
    }

    /** Runs {@code resume} once, as soon as there is room. */
    void whenRoom(Runnable resume) {
        waiting.add(resume);
        // The room may have come between the caller's look and its place in the queue.
        if (!isFull()) {
            resume();
        }
    }

    private void resume() {
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            next.run();
        }
    }
}
