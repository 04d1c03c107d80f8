package io.logdrive.agent.send;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AtomicHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts the lines by how long their acknowledgement took: one entry per chunk, with its lines as
 * the weight, in a table of fixed size. Thread-safe.
 */
final class AckTimes {
    /** What took longer counts as this long: the table has to end somewhere. */
    private static final long MICROS_MAX = TimeUnit.DAYS.toMicros(30);

    private static final int DIGITS = 3;

    private final AtomicHistogram micros = new AtomicHistogram(MICROS_MAX, DIGITS);

    void acknowledged(long lines, long nanos) {
        long value = Math.max(0, Math.min(MICROS_MAX, TimeUnit.NANOSECONDS.toMicros(nanos)));
        micros.recordValueWithCount(value, lines);
    }

    /** Null when nothing was acknowledged. */
    @Nullable AckPercentiles percentiles() {
        if (micros.getTotalCount() == 0) {
            return null;
        }
        return new AckPercentiles(
                micros.getValueAtPercentile(50),
                micros.getValueAtPercentile(90),
                micros.getValueAtPercentile(99),
                micros.getValueAtPercentile(99.9),
                micros.getMaxValue());
    }
}
