package io.logdrive.systemtest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Which faults come in which order: the same for the same seed, number and kinds.
 *
 * <p>Immutable.
 */
record Schedule(List<Planned> faults) {
    private static final int PAUSE_MILLIS_MAX = 2_500;

    /**
     * One fault.
     *
     * <p>Immutable.
     *
     * @param number from 1
     * @param seed of all that is chosen when it happens: which agent, how long, which direction
     * @param afterProgress whether it waits until lines were acknowledged since the fault before,
     *     so that it hits a pipeline at work; the others hit one that recovers
     * @param pauseMillis how long after that
     */
    record Planned(int number, FaultKind kind, long seed, boolean afterProgress, int pauseMillis) {}

    /** One of each kind in random order, as far as {@code count} goes, and random ones then. */
    static Schedule of(long seed, int count, Set<FaultKind> kinds) {
        Random random = new Random(seed);
        List<FaultKind> all = new ArrayList<>(kinds);
        List<FaultKind> order = new ArrayList<>(all);
        while (order.size() < count) {
            order.add(all.get(random.nextInt(all.size())));
        }
        Collections.shuffle(order.subList(0, all.size()), random);
        List<FaultKind> chosen = new ArrayList<>(order.subList(0, count));
        // Else the kinds that come once would all come first.
        Collections.shuffle(chosen, random);
        List<Planned> faults = new ArrayList<>();
        for (FaultKind kind : chosen) {
            faults.add(
                    new Planned(
                            faults.size() + 1,
                            kind,
                            random.nextLong(),
                            random.nextInt(4) > 0,
                            random.nextInt(PAUSE_MILLIS_MAX)));
        }
        return new Schedule(List.copyOf(faults));
    }

    /** About how long it takes on two cores. */
    int seconds() {
        return faults.stream().mapToInt(fault -> fault.kind().seconds()).sum();
    }
}
