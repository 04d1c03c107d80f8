package io.logdrive.destination.receive;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that unfinished frames of all connections may take. Thread-safe. */
final class BufferBudget {
    private final long max;
    private final AtomicLong used = new AtomicLong();

    BufferBudget(long max) {
        this.max = max;
    }

    /** Takes {@code bytes}, or nothing and says false. */
    boolean reserve(long bytes) {
        long now = used.addAndGet(bytes);
        if (now > max) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void release(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
