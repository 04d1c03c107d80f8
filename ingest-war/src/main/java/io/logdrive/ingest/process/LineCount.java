package io.logdrive.ingest.process;

/**
 * How many there were, in total and per second: each counts for less the longer it is ago, by half
 * after seven seconds, so that a steady rate is that rate and one that has ended fades.
 *
 * <p>Guarded by the {@link LineStatistics} it belongs to.
 */
final class LineCount {
    /** What the rate is taken over, about. */
    static final int WINDOW_SECONDS = 10;

    private static final double WINDOW_NANOS = WINDOW_SECONDS * 1e9;

    private long total;
    private double recent;
    private long lastNanos;

    void add(long lines, long nowNanos) {
        recent = recent(nowNanos) + lines;
        lastNanos = nowNanos;
        total += lines;
    }

    long total() {
        return total;
    }

    /** Rounded to hundredths. */
    double perSecond(long nowNanos) {
        return Math.round(recent(nowNanos) / WINDOW_SECONDS * 100) / 100.0;
    }

    private double recent(long nowNanos) {
        return recent == 0
                ? 0
                : recent * Math.exp(-Math.max(0, nowNanos - lastNanos) / WINDOW_NANOS);
    }
}
