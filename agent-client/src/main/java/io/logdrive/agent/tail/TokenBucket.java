package io.logdrive.agent.tail;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tokens that come evenly and are kept for a second at most.
 *
 * <p>Thread-safe.
 */
final class TokenBucket {
    private static final double SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final double perSecond;
    private final LongSupplier nanos;

    @GuardedBy("this")
    private double tokens;

    @GuardedBy("this")
    private long filledNanos;

    /** Full at first. */
    TokenBucket(long perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.tokens = perSecond;
        this.filledNanos = nanos.getAsLong();
    }

    /** Takes what there is, up to {@code most}; answers how many, 0 for none. */
    synchronized int take(int most) {
        fill();
        int taken = (int) Math.min(most, (long) tokens);
        tokens -= taken;
        return taken;
    }

    /** Tokens that were taken and not used. */
    synchronized void giveBack(long unused) {
        tokens = Math.min(perSecond, tokens + (double) unused);
    }

    /** Whether nothing was taken that has not come again since. */
    synchronized boolean isFull() {
        fill();
        return tokens >= perSecond;
    }

    /** How long until there is one. */
    synchronized long nanosToNext() {
        fill();
        return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) * SECOND_NANOS / perSecond);
    }

    @GuardedBy("this")
    private void fill() {
        long now = nanos.getAsLong();
        tokens = Math.min(perSecond, tokens + (now - filledNanos) / SECOND_NANOS * perSecond);
        filledNanos = now;
    }
}
