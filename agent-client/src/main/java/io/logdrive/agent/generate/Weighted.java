package io.logdrive.agent.generate;

import java.util.List;
import java.util.Map;

/**
 * Values of which some are drawn more often than others.
 *
 * <p>Immutable.
 */
public final class Weighted<T> {
    public static final int WEIGHT_MAX = 1_000_000;
    public static final int VALUES_MAX = 100;

    private final List<T> values;

    /** Where the share of each value ends; the last is the sum of all weights. */
    private final int[] ends;

    /**
     * @param weights 1..{@value #VALUES_MAX} values, each with 1..{@value #WEIGHT_MAX}
     */
    public Weighted(Map<T, Integer> weights) {
        if (weights.isEmpty() || weights.size() > VALUES_MAX) {
            throw new IllegalArgumentException(
                    "weights: expected 1.." + VALUES_MAX + ", found " + weights.size());
        }
        values = List.copyOf(weights.keySet());
        ends = new int[values.size()];
        int sum = 0;
        for (int i = 0; i < ends.length; i++) {
            int weight = weights.getOrDefault(values.get(i), 0);
            if (weight < 1 || weight > WEIGHT_MAX) {
                throw new IllegalArgumentException(
                        "weight of "
                                + values.get(i)
                                + ": expected 1.."
                                + WEIGHT_MAX
                                + ", found "
                                + weight);
            }
            sum += weight;
            ends[i] = sum;
        }
    }

    private Weighted(List<T> values, int[] ends) {
        this.values = List.copyOf(values);
        this.ends = ends;
    }

    /** In the order they were given in. */
    public List<T> values() {
        return values;
    }

    T draw(SeededRandom random) {
        int drawn = random.below(ends[ends.length - 1]);
        int i = 0;
        while (drawn >= ends[i]) {
            i++;
        }
        return values.get(i);
    }

    /** Others in the place of the values, with the same weights. */
    <S> Weighted<S> as(List<S> others) {
        return new Weighted<>(others, ends);
    }
}
