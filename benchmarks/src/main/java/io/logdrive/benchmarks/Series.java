package io.logdrive.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A quantity that was looked at now and then; between two looks it is taken to change evenly.
 *
 * <p>Immutable.
 */
final class Series {
    private final List<Double> seconds;
    private final List<Double> values;

    private Series(List<Double> seconds, List<Double> values) {
        this.seconds = List.copyOf(seconds);
        this.values = List.copyOf(values);
    }

    static Series of(List<Moment> moments, ToDoubleFunction<Moment> value) {
        if (moments.isEmpty()) {
            throw new IllegalArgumentException("moments: expected some, found none");
        }
        List<Double> seconds = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (Moment moment : moments) {
            seconds.add(moment.seconds());
            values.add(value.applyAsDouble(moment));
        }
        return new Series(seconds, values);
    }

    /** The value then; before the first look the first one, after the last look the last one. */
    double at(double second) {
        int next = 0;
        while (next < seconds.size() && seconds.get(next) < second) {
            next++;
        }
        if (next == 0) {
            return values.get(0);
        }
        if (next == seconds.size()) {
            return values.get(next - 1);
        }
        return between(second, seconds, values, next);
    }

    /** When a quantity that only grows reached {@code value}. */
    double when(double value) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) >= value) {
                return i == 0 ? seconds.get(0) : between(value, values, seconds, i);
            }
        }
        throw new BenchmarkException(
                "series: expected to reach " + value + ", found " + values.get(values.size() - 1));
    }

    /** The last look before it was more than {@code value}. */
    double lastNotOver(double value) {
        double last = seconds.get(0);
        for (int i = 0; i < values.size() && values.get(i) <= value; i++) {
            last = seconds.get(i);
        }
        return last;
    }

    double max() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** By how much it changed from the first look to the last. */
    double change() {
        return values.get(values.size() - 1) - values.get(0);
    }

    /** Its growth a second in each whole window of {@code window} seconds within that time. */
    List<Window> windows(double from, double to, double window) {
        List<Window> windows = new ArrayList<>();
        for (int i = 0; from + (i + 1) * window <= to; i++) {
            double begin = from + i * window;
            double end = begin + window;
            windows.add(new Window(end - from, (at(end) - at(begin)) / window));
        }
        return windows;
    }

    /**
     * When a quantity that grows from {@code begin} on had grown by each tenth of {@code total}.
     */
    List<Double> tenths(double begin, double total) {
        List<Double> times = new ArrayList<>();
        times.add(begin);
        for (int tenth = 1; tenth <= 10; tenth++) {
            times.add(Math.max(begin, when(total * tenth / 10)));
        }
        return times;
    }

    private static double between(double x, List<Double> xs, List<Double> ys, int next) {
        double x0 = xs.get(next - 1);
        double y0 = ys.get(next - 1);
        return y0 + (ys.get(next) - y0) * (x - x0) / (xs.get(next) - x0);
    }

    /** Growth a second; {@code end} is from the begin of the first one. Immutable. */
    record Window(double end, double perSecond) {}
}
