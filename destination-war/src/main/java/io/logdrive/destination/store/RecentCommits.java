package io.logdrive.destination.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What was committed: since the start, and in each of the last sixty seconds. Told once for each
 * group, so that its lock costs nothing. Thread-safe.
 */
public final class RecentCommits {
    private static final int SECONDS = 60;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double NANOS_PER_MILLI = 1e6;

    private final long startNanos;

    /** Which second each place is about; below 0: none. */
    @GuardedBy("this")
    private final long[] seconds = new long[SECONDS];

    @GuardedBy("this")
    private final long[] rowsOf = new long[SECONDS];

    @GuardedBy("this")
    private final long[] commitsOf = new long[SECONDS];

    @GuardedBy("this")
    private final long[] nanosOf = new long[SECONDS];

    @GuardedBy("this")
    private final long[] longestOf = new long[SECONDS];

    @GuardedBy("this")
    private long rows;

    @GuardedBy("this")
    private long batches;

    @GuardedBy("this")
    private long commits;

    @GuardedBy("this")
    private long nanos;

    @GuardedBy("this")
    private long lastNanos;

    RecentCommits(long nowNanos) {
        startNanos = nowNanos;
        lastNanos = nowNanos;
        Arrays.fill(seconds, -1);
    }

    /** A group is committed. */
    synchronized void add(long rowCount, int batchCount, long tookNanos, long nowNanos) {
        rows += rowCount;
        batches += batchCount;
        commits++;
        nanos += tookNanos;
        lastNanos = nowNanos;
        long second = second(nowNanos);
        int at = (int) (second % SECONDS);
        if (seconds[at] != second) {
            seconds[at] = second;
            rowsOf[at] = 0;
            commitsOf[at] = 0;
            nanosOf[at] = 0;
            longestOf[at] = 0;
        }
        rowsOf[at] += rowCount;
        commitsOf[at]++;
        nanosOf[at] += tookNanos;
        longestOf[at] = Math.max(longestOf[at], tookNanos);
    }

    /** Rows committed since the start. */
    public synchronized long rows() {
        return rows;
    }

    /** Batches committed since the start. */
    public synchronized long batches() {
        return batches;
    }

    /** Groups committed since the start. */
    public synchronized long commits() {
        return commits;
    }

    /** How long these took together. */
    public synchronized double millis() {
        return nanos / NANOS_PER_MILLI;
    }

    /** How long ago the last one was; since the start when there was none. */
    public synchronized long quietNanos(long nowNanos) {
        return nowNanos - lastNanos;
    }

    /** Whether there was any. */
    public synchronized boolean any() {
        return commits > 0;
    }

    /** The last minute, or what there was of it since the start. */
    public synchronized Minute lastMinute(long nowNanos) {
        long now = second(nowNanos);
        long rowCount = 0;
        long count = 0;
        long took = 0;
        long longest = 0;
        for (int i = 0; i < SECONDS; i++) {
            if (seconds[i] > now - SECONDS) {
                rowCount += rowsOf[i];
                count += commitsOf[i];
                took += nanosOf[i];
                longest = Math.max(longest, longestOf[i]);
            }
        }
        double elapsed = Math.max(1, Math.min(SECONDS, (nowNanos - startNanos) / (double) SECOND));
        return new Minute(
                rowCount / elapsed,
                count == 0 ? Double.NaN : took / NANOS_PER_MILLI / count,
                count == 0 ? Double.NaN : longest / NANOS_PER_MILLI);
    }

    private long second(long nowNanos) {
        return (nowNanos - startNanos) / SECOND;
    }

    /**
     * What a minute was like. Immutable.
     *
     * @param meanMillis of a commit; NaN: there was none
     * @param maxMillis likewise
     */
    public record Minute(double rowsPerSecond, double meanMillis, double maxMillis) {}
}
