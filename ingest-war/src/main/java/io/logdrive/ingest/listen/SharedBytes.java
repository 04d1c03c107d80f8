package io.logdrive.ingest.listen;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of all connections together, their bound, and who waits for them to become fewer.
 *
 * <p>Thread-safe.
 */
final class SharedBytes {
    private final long max;
    private final AtomicLong bytes = new AtomicLong();

    /** A set, so that a connection that is closed while it waits can be taken out. */
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

    SharedBytes(long max) {
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

    /** Runs {@code resume} once, as soon as there is room; it must not block. */
    void whenRoom(Runnable resume) {
        waiting.add(resume);
        // The room may have come between the caller's look and its place among the waiting.
        if (!isFull()) {
            resume();
        }
    }

    /** Takes back {@link #whenRoom}. */
    void forget(Runnable resume) {
        waiting.remove(resume);
    }

    int waiting() {
        return waiting.size();
    }

    private void resume() {
        if (!waiting.isEmpty()) {
            for (Runnable next : List.copyOf(waiting)) {
                if (waiting.remove(next)) {
                    next.run();
                }
            }
        }
    }
}
