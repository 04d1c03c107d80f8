package io.logdrive.agent.tail;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one thread is at, as others may see it.
 *
 * <p>Thread-safe: the thread itself says it.
 */
final class Worker {
    private final LongAdder events = new LongAdder();
    private volatile String state = "new";
    private volatile boolean waits;
    private volatile long renewedNanos = System.nanoTime();
    private volatile long id;

    /** It is at that now. */
    void is(String now) {
        id = Thread.currentThread().getId();
        state = now;
        waits = false;
        renewed();
    }

    /** It waits for what may take for ever, and is not taken for hung meanwhile. */
    void waits(String now) {
        is(now);
        waits = true;
    }

    /** It is at the same still, and goes on. */
    void renewed() {
        renewedNanos = System.nanoTime();
    }

    void processed(long count) {
        events.add(count);
    }

    TailState.OfThread snapshot(String name) {
        long ago = waits ? 0 : System.nanoTime() - renewedNanos;
        return new TailState.OfThread(
                name, id, state, events.sum(), TimeUnit.NANOSECONDS.toMillis(ago));
    }
}
