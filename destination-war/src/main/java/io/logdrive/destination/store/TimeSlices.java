package io.logdrive.destination.store;

import io.logdrive.destination.store.MessageFilter.Range;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a range of time into slices, each of which a database searches in a good moment: so that a
 * search that must stop knows how far it has come. A slice that was quick is followed by a longer
 * one.
 *
 * <p>Confined to the thread of one query.
 */
final class TimeSlices {
    private static final long FIRST_MICROS = TimeUnit.SECONDS.toMicros(10);
    private static final long LEAST_MICROS = 1_000;
    private static final long MOST_MICROS = TimeUnit.DAYS.toMicros(100_000);
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(600);
    private static final int GROWTH = 4;

    private final boolean ascending;
    private final long low;
    private final long high;
    private final long step;
    private long edge;
    private long span = FIRST_MICROS;

    /**
     * @param step slices other than the first and the last begin and end at multiples of it
     */
    TimeSlices(long low, long high, boolean ascending, long step) {
        this.ascending = ascending;
        this.low = low;
        this.high = high;
        this.step = step;
        this.edge = ascending ? low : high;
    }

    /** The next slice, or null when there is none left. */
    @Nullable Range next() {
        if (low >= high || (ascending ? edge >= high : edge <= low)) {
            return null;
        }
        long from = edge;
        if (ascending) {
            long to = Math.max(from + 1, Math.floorDiv(from + Math.max(span, step), step) * step);
            edge = Math.min(high, to);
            return new Range(from, edge);
        }
        long to = -Math.floorDiv(-(from - Math.max(span, step)), step) * step;
        edge = Math.max(low, Math.min(from - 1, to));
        return new Range(edge, from);
    }

    /** How long the last slice took. */
    void took(long nanos) {
        if (nanos < QUICK_NANOS) {
            span = Math.min(span * GROWTH, MOST_MICROS);
        } else if (nanos > SLOW_NANOS) {
            span = Math.max(LEAST_MICROS, span / GROWTH);
        }
    }
}
