package io.logdrive.wire;

import java.time.Duration;

/**
 * Rounds of a random test: some in every build, as many as {@code -Dlogdrive.fuzz.minutes=N} allows
 * each test when asked for (RELIABILITY.md, S4). Confined to one thread.
 */
final class Rounds {
    private static final long NANOS =
            Duration.ofMinutes(Long.getLong("logdrive.fuzz.minutes", 0)).toNanos();

    private final long begin = System.nanoTime();
    private final int roundsMin;
    private int count;

    /** At least so many. */
    Rounds(int roundsMin) {
        this.roundsMin = roundsMin;
    }

    /** Whether there is one more. */
    boolean next() {
        return count++ < roundsMin || System.nanoTime() - begin < NANOS;
    }

    /** Which one it is, from 1. */
    int count() {
        return count;
    }
}
