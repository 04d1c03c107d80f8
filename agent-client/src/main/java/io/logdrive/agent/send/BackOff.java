package io.logdrive.agent.send;

/**
 * How long to wait before connecting again: anything from nothing to a ceiling that doubles with
 * each attempt ("full jitter"), so that thousands of agents do not come back at the same moment.
 *
 * <p>Immutable.
 */
record BackOff(long firstNanos, long maxNanos) {
    /** From 100 ms up to 5 s. */
    static final BackOff DEFAULT = new BackOff(100_000_000L, 5_000_000_000L);

    private static final int DOUBLINGS_MAX = 30;

    /** The longest wait before attempt {@code attempt}, from 0. */
    long ceilingNanos(int attempt) {
        return Math.min(maxNanos, firstNanos << Math.min(attempt, DOUBLINGS_MAX));
    }

    /**
     * The wait before attempt {@code attempt}, from 0.
     *
     * @param random from 0 to less than 1
     */
    long delayNanos(int attempt, double random) {
        return (long) (ceilingNanos(attempt) * random);
    }

    /**
     * The attempt to go on with after a connection that was up that long. A server that accepts and
     * at once resets must not be met with a storm, so only a lasting connection starts anew.
     */
    int attemptAfter(int attempt, long upNanos) {
        return upNanos >= maxNanos ? 0 : attempt;
    }
}
