package io.logdrive.destination.security;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one hash at a time be computed, and few wait for it: strangers who try passwords get one
 * core at most, and few of the threads that serve HTTP.
 *
 * <p>Thread-safe.
 */
final class HashSlot {
    static final int WAITING_MAX = 24;
    static final Duration WAIT_MAX = Duration.ofSeconds(10);

    private final Semaphore slot = new Semaphore(1, true);
    private final AtomicInteger waiting = new AtomicInteger();
    private final Duration waitMax;

    HashSlot(Duration waitMax) {
        this.waitMax = waitMax;
    }

    /** What {@code work} returns, which is not null; null when there was no turn for it. */
    <T> @Nullable T within(Supplier<T> work) {
        if (waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet();
            return null;
        }
        boolean acquired = false;
        try {
            acquired = slot.tryAcquire(waitMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
        }
        if (!acquired) {
            return null;
        }
        try {
            return work.get();
        } finally {
            slot.release();
        }
    }
}
