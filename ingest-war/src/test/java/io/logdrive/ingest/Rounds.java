package io.logdrive.ingest;

import java.time.Duration;

/**
 * Rounds of a random test: some in every build, as many as {@code -Dlogdrive.fuzz.minutes=N} allows
 * each test when asked for (RELIABILITY.md, S4). Confined to one thread.
 */
public final class Rounds {
    private static final long NANOS =
            Duration.ofMinutes(Long.getLong("logdrive.fuzz.minutes", 0)).toNanos();

    private final long begin = System.nanoTime();
    private final int roundsMin;
    private int count;

    /** At least so many. */
    public Rounds(int roundsMin) {
        this.roundsMin = roundsMin;
    }

    /** Whether there is one more. */
    public boolean next() {
        return count++ < roundsMin || System.nanoTime() - begin < NANOS;
    }

    /** Which one it is, from 1. */
    public int count() {
        return count;
    }
}
