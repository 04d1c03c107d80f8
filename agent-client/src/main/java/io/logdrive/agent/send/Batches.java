package io.logdrive.agent.send;

import java.time.Duration;

/**
 * So many lines at once, at the start and after each interval. (Nothing to do with the batches that
 * ingest forwards.)
 *
 * <p>Immutable.
 */
public record Batches(long lines, Duration interval) implements Load {
    public static final long LINES_MAX = 100_000_000;

    private static final long SECOND_NANOS = 1_000_000_000L;

    public Batches {
        if (lines < 1 || lines > LINES_MAX) {
            throw new IllegalArgumentException(
                    "batch: expected 1.." + LINES_MAX + ", found " + lines);
        }
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "interval: expected at least PT0.001S, found " + interval);
        }
    }

    @Override
    public boolean unpaced() {
        return false;
    }

    @Override
    public long secondMax() {
        long nanos = interval.toNanos();
        return lines * ((SECOND_NANOS + nanos - 1) / nanos);
    }

    @Override
    public double mean() {
        return lines * (double) SECOND_NANOS / interval.toNanos();
    }
}
