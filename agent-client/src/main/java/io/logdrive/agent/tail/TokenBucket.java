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
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long perSecond;
    private final LongSupplier nanos;

    /** In billionths of a token: as many come in a nanosecond as tokens in a second. */
    @GuardedBy("this")
    private long billionths;

    @GuardedBy("this")
    private long filledNanos;

    /**
     * Full at first.
     *
     * @param perSecond 1 to 1,000,000,000
     */
    TokenBucket(long perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.billionths = perSecond * SECOND_NANOS;
        this.filledNanos = nanos.getAsLong();
    }

    /** Takes what there is, up to {@code most}; answers how many, 0 for none. */
    synchronized int take(int most) {
        fill();
        int taken = (int) Math.min(most, billionths / SECOND_NANOS);
        billionths -= taken * SECOND_NANOS;
        return taken;
    }

    /** Tokens that were taken and not used. */
    synchronized void giveBack(long unused) {
        billionths = Math.min(perSecond * SECOND_NANOS, billionths + unused * SECOND_NANOS);
    }

    /** Whether nothing was taken that has not come again since. */
    synchronized boolean isFull() {
        fill();
        return billionths >= perSecond * SECOND_NANOS;
    }

    /** How long until there is one. */
    synchronized long nanosToNext() {
        fill();
        long missing = Math.max(0, SECOND_NANOS - billionths);
        return (missing + perSecond - 1) / perSecond;
    }

    @GuardedBy("this")
    private void fill() {
        long now = nanos.getAsLong();
        long passed = Math.min(now - filledNanos, SECOND_NANOS);
        billionths = Math.min(perSecond * SECOND_NANOS, billionths + passed * perSecond);
        filledNanos = now;
    }
}
