package io.logdrive.destination.store;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of many numbers in little memory: their count, sum, ends, and quantiles to about
 * one percent, from how many lie between two powers of 1.02.
 *
 * <p>Confined to the thread of one query.
 */
public final class Numbers {
    private static final double GROWTH = Math.log(1.02);

    /** The smallest ones share a place when there are more: quantiles above stay right. */
    private static final int PLACES_MAX = 2_000;

    private final TreeMap<Integer, Long> places = new TreeMap<>();
    private long count;
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    void add(double number) {
        count++;
        sum += number;
        min = Math.min(min, number);
        max = Math.max(max, number);
        places.merge(place(number), 1L, Long::sum);
        if (places.size() > PLACES_MAX) {
            Map.Entry<Integer, Long> least = places.pollFirstEntry();
            places.merge(places.firstKey(), least.getValue(), Long::sum);
        }
    }

    /** How many there were. */
    public long count() {
        return count;
    }

    /** Their sum. */
    public double sum() {
        return sum;
    }

    /** The least; infinite when there were none. */
    public double min() {
        return min;
    }

    /** The greatest; infinite when there were none. */
    public double max() {
        return max;
    }

    /** A number of which about {@code part} (0 to 1) are less. */
    public double quantile(double part) {
        long rank = (long) Math.ceil(part * count);
        long seen = 0;
        for (Map.Entry<Integer, Long> entry : places.entrySet()) {
            seen += entry.getValue();
            if (seen >= rank) {
                return Math.max(min, Math.min(max, middle(entry.getKey())));
            }
        }
        return max;
    }

    /** Places below 0 for numbers below 0; 0 for 0. Powers from 1e-9 up are above 0. */
    private static int place(double number) {
        double size = Math.abs(number);
        if (size < 1e-9) {
            return 0;
        }
        int place = (int) Math.floor(Math.log(size) / GROWTH) + 2_000;
        return number < 0 ? -place : place;
    }

    private static double middle(int place) {
        if (place == 0) {
            return 0;
        }
        double size = Math.exp((Math.abs(place) - 2_000 + 0.5) * GROWTH);
        return place < 0 ? -size : size;
    }
}
