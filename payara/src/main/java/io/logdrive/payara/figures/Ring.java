package io.logdrive.payara.figures;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The last steps of all series, in arrays that are never replaced.
 *
 * <p>Confined to the lock of its {@link History}.
 */
final class Ring {
    private final List<Series> series;
    private final int steps;
    private final long stepSeconds;

    /** By series, then by step modulo the steps there are; NaN: not measured. */
    private final double[][] values;

    private final double[] firstBefore;
    private final double[] secondBefore;
    private long nanosBefore;

    /** How many steps have ended since the start. */
    private long ended;

    Ring(List<Series> series, Span span) {
        this.series = series;
        this.steps = span.steps();
        this.stepSeconds = span.stepSeconds();
        this.values = new double[series.size()][steps];
        for (double[] each : values) {
            Arrays.fill(each, Double.NaN);
        }
        this.firstBefore = new double[series.size()];
        this.secondBefore = new double[series.size()];
    }

    /** What the totals are before the first step. */
    void begin(double[] first, double[] second, long nanos) {
        keep(first, second, nanos);
    }

    /**
     * Ends the steps that have come to their end; those that nobody looked at stay unmeasured, and
     * the last one has the mean since the look before.
     *
     * @param seconds how many whole seconds there have been since the start
     */
    void look(long seconds, double[] first, double[] second, long nanos) {
        long now = seconds / stepSeconds;
        if (now <= ended) {
            return;
        }
        double elapsed = (nanos - nanosBefore) / (double) TimeUnit.SECONDS.toNanos(1);
        for (int i = 0; i < values.length; i++) {
            for (long step = Math.max(ended, now - steps); step < now - 1; step++) {
                values[i][(int) (step % steps)] = Double.NaN;
            }
            values[i][(int) ((now - 1) % steps)] =
                    series.get(i)
                            .value(
                                    first[i],
                                    first[i] - firstBefore[i],
                                    second[i] - secondBefore[i],
                                    elapsed);
        }
        ended = now;
        keep(first, second, nanos);
    }

    /** Seconds from the start to the end of the last step. */
    long endSeconds() {
        return ended * stepSeconds;
    }

    /** The values of one series, the oldest first. */
    double[] values(int index) {
        double[] ordered = new double[steps];
        for (int i = 0; i < steps; i++) {
            ordered[i] = values[index][(int) ((ended + i) % steps)];
        }
        return ordered;
    }

    private void keep(double[] first, double[] second, long nanos) {
        System.arraycopy(first, 0, firstBefore, 0, first.length);
        System.arraycopy(second, 0, secondBefore, 0, second.length);
        nanosBefore = nanos;
    }
}
