package io.logdrive.payara.figures;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;

/**
 * What a total grew by in a second, over the last ten looks.
 *
 * <p>Thread-safe.
 */
public final class RecentTotals {
    private static final int LOOKS = 11;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    @GuardedBy("this")
    private final long[] totals = new long[LOOKS];

    @GuardedBy("this")
    private final long[] nanos = new long[LOOKS];

    @GuardedBy("this")
    private long looks;

    /** Begins now, at nothing. */
    public RecentTotals(long nowNanos) {
        nanos[0] = nowNanos;
        looks = 1;
    }

    /** For the timer, once a second. */
    public synchronized void look(long total, long nowNanos) {
        int at = (int) (looks % LOOKS);
        totals[at] = total;
        nanos[at] = nowNanos;
        looks++;
    }

    /** The mean of the time there was. */
    public synchronized double perSecond() {
        int last = (int) ((looks - 1) % LOOKS);
        int first = looks <= LOOKS ? 0 : (int) (looks % LOOKS);
        double seconds = (nanos[last] - nanos[first]) / SECOND;
        double rate = seconds <= 0 ? 0 : (totals[last] - totals[first]) / seconds;
        return Math.rint(rate * 1_000) / 1_000;
    }
}
