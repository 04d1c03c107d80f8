package io.logdrive.systemtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A figure over time, and whether it rises: by medians and ranks, so that single odd values do not
 * count.
 *
 * <p>Immutable.
 *
 * @param seconds rising
 */
record Series(List<Double> seconds, List<Double> values) {
    private static final double HOUR = 3_600;

    Series {
        seconds = List.copyOf(seconds);
        values = List.copyOf(values);
        if (seconds.size() != values.size()) {
            throw new IllegalArgumentException(
                    "series: expected as many values as times, found "
                            + values.size()
                            + " and "
                            + seconds.size());
        }
    }

    int size() {
        return values.size();
    }

    /** The part that begins at this share of the samples and ends at that. */
    Series part(double from, double to) {
        int first = (int) (size() * from);
        int end = (int) (size() * to);
        return new Series(seconds.subList(first, end), values.subList(first, end));
    }

    double median() {
        return median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    double max() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    /** Theil and Sen's slope, the median of those between all pairs, for each hour. */
    double slopePerHour() {
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            for (int j = i + 1; j < size(); j++) {
                double time = seconds.get(j) - seconds.get(i);
                if (time > 0) {
                    slopes.add((values.get(j) - values.get(i)) / time * HOUR);
                }
            }
        }
        return median(slopes.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /**
     * Mann and Kendall's test of a trend: by how many standard deviations more pairs rise than
     * would in a series without one.
     */
    double trend() {
        long n = size();
        if (n < 3) {
            return 0;
        }
        long rising = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                rising += Double.compare(values.get(j), values.get(i));
            }
        }
        double deviation = Math.sqrt(n * (n - 1.0) * (2 * n + 5) / 18);
        return (rising - Math.signum((double) rising)) / deviation;
    }

    private static double median(double[] all) {
        if (all.length == 0) {
            return Double.NaN;
        }
        Arrays.sort(all);
        int middle = all.length / 2;
        return all.length % 2 == 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
    }
}
