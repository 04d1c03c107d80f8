package io.logdrive.wire;

import java.util.Arrays;

/**
 * Which sequences of a chunk have no line, because a rule dropped it on purpose: runs in ascending
 * order that neither overlap nor touch, counted from the chunk's first sequence on.
 *
 * <p>Runs and not a bit for each sequence: a million of them are one run, and what a sender can
 * make a receiver keep is in proportion to what it sends.
 *
 * <p>Immutable.
 */
public final class FilteredRuns {
    /** Every sequence has its line. */
    public static final FilteredRuns NONE = new FilteredRuns(new int[0], 0);

    /** Where each run begins, and how many sequences it has. */
    private final int[] pairs;

    private final int total;

    private FilteredRuns(int[] pairs, int total) {
        this.pairs = pairs;
        this.total = total;
    }

    /** Whether every sequence has its line. */
    public boolean isEmpty() {
        return pairs.length == 0;
    }

    /** How many runs. */
    public int runs() {
        return pairs.length / 2;
    }

    /** Where a run begins. */
    public int at(int run) {
        return pairs[2 * run];
    }

    /** How many sequences a run has. */
    public int count(int run) {
        return pairs[2 * run + 1];
    }

    /** How many sequences all runs have. */
    public int total() {
        return total;
    }

    /** Behind the last sequence of the last run; 0 when there is none. */
    public int end() {
        return isEmpty() ? 0 : at(runs() - 1) + count(runs() - 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FilteredRuns runs && Arrays.equals(pairs, runs.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    /**
     * Reads what {@link #toString} gives.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static FilteredRuns parse(String text) {
        Builder runs = new Builder();
        for (String run : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int dash = run.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? run : run.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(run.substring(dash + 1));
            runs.add(first, last - first + 1);
        }
        return runs.build();
    }

    /** {@code 0-3,7}: the sequences, both ends included. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int run = 0; run < runs(); run++) {
            text.append(run == 0 ? "" : ",").append(at(run));
            if (count(run) > 1) {
                text.append('-').append(at(run) + count(run) - 1);
            }
        }
        return text.toString();
    }

    /**
     * Collects runs.
     *
     * <p>Confined to the thread that uses it.
     */
    public static final class Builder {
        private static final int[] NOTHING = {};

        private int[] pairs = NOTHING;
        private int length;
        private int total;

        /**
         * Adds a run; one that begins where the last ends makes that longer.
         *
         * @throws IllegalArgumentException when it has no sequence, does not come behind the last
         *     or ends beyond an int
         */
        public void add(int at, int count) {
            int end = end();
            if (at < end || count < 1 || count > Integer.MAX_VALUE - at) {
                throw new IllegalArgumentException(
                        "filtered run: expected one from "
                                + end
                                + " on, found "
                                + count
                                + " from "
                                + at);
            }
            total += count;
            if (length > 0 && at == end) {
                pairs[length - 1] += count;
                return;
            }
            if (length == pairs.length) {
                pairs = Arrays.copyOf(pairs, Math.max(4, 2 * length));
            }
            pairs[length++] = at;
            pairs[length++] = count;
        }

        /** Behind the last sequence of the last run. */
        public int end() {
            return length == 0 ? 0 : pairs[length - 2] + pairs[length - 1];
        }

        /** How many runs. */
        public int runs() {
            return length / 2;
        }

        /** How many sequences all runs have. */
        public int total() {
            return total;
        }

        /** Forgets them all. */
        public void clear() {
            length = 0;
            total = 0;
        }

        /** The runs so far. */
        public FilteredRuns build() {
            return length == 0 ? NONE : new FilteredRuns(Arrays.copyOf(pairs, length), total);
        }
    }
}
