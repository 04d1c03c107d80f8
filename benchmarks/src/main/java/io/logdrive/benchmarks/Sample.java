package io.logdrive.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Values of one measurement, one for each run. Confined to the main thread. */
final class Sample {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    double min() {
        return Collections.min(values);
    }

    double max() {
        return Collections.max(values);
    }

    /** The middle one, or the mean of the two in the middle. */
    double median() {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** All, in the order in which they came. */
    List<Double> values() {
        return List.copyOf(values);
    }

    double last() {
        return values.get(values.size() - 1);
    }

    int count() {
        return values.size();
    }

    /** The least value that {@code percent} percent of them do not exceed. */
    double percentile(int percent) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(Math.max(0, (sorted.size() * percent + 99) / 100 - 1));
    }

    /** Each value over the other's of the same run. */
    Sample over(Sample other) {
        if (values.size() != other.values.size()) {
            throw new IllegalArgumentException(
                    "runs: expected " + values.size() + ", found " + other.values.size());
        }
        Sample ratios = new Sample();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / other.values.get(i));
        }
        return ratios;
    }
}
