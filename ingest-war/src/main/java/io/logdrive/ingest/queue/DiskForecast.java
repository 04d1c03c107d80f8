package io.logdrive.ingest.queue;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long the queue's disk lasts: by what the queue has grown in the last minute.
 *
 * <p>Thread-safe.
 */
public final class DiskForecast {
    private static final int LOOKS = 61;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Who is told more has no reason to act, and growth so small is a queue that breathes. */
    private static final double SECONDS_MAX = TimeUnit.DAYS.toSeconds(30);

    @GuardedBy("this")
    private final long[] bytes = new long[LOOKS];

    @GuardedBy("this")
    private final long[] nanos = new long[LOOKS];

    @GuardedBy("this")
    private long looks;

    /** For the timer, once a second: what the queue holds. */
    public synchronized void look(long queuedBytes, long nowNanos) {
        int at = (int) (looks % LOOKS);
        bytes[at] = queuedBytes;
        nanos[at] = nowNanos;
        looks++;
    }

    /**
     * Seconds until only the reserve is free, at the growth of the last minute; null: the queue
     * does not grow, or there are more than 30 days left, or the disk is not ours to see.
     */
    public synchronized @Nullable Double secondsLeft(GuardStatus guard) {
        if (looks < 2 || guard.reserveBytes() == 0) {
            return null;
        }
        int last = (int) ((looks - 1) % LOOKS);
        int first = looks <= LOOKS ? 0 : (int) (looks % LOOKS);
        double grown = (double) bytes[last] - bytes[first];
        double seconds = (nanos[last] - nanos[first]) / SECOND;
        if (grown <= 0 || seconds <= 0) {
            return null;
        }
        long room = Math.max(0, guard.freeBytes() - guard.reserveBytes());
        double left = room / (grown / seconds);
        return left > SECONDS_MAX ? null : (Double) (Math.rint(left * 10) / 10);
    }
}
