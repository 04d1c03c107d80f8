package io.logdrive.agent.send;

/**
 * Line {@code k}, counted from 0, is due at {@code k / rate} seconds after the start.
 *
 * <p>Immutable.
 */
record SteadyPace(long linesPerSecond, long durationNanos) implements Pace {
    private static final long SECOND_NANOS = 1_000_000_000L;

    @Override
    public long due(long elapsedNanos) {
        if (elapsedNanos >= durationNanos) {
            return before(durationNanos);
        }
        return elapsedNanos < 0
                ? 0
                : elapsedNanos / SECOND_NANOS * linesPerSecond
                        + elapsedNanos % SECOND_NANOS * linesPerSecond / SECOND_NANOS
                        + 1;
    }

    @Override
    public long dueAt(long line) {
        long seconds = line / linesPerSecond;
        long rest = line % linesPerSecond;
        return seconds * SECOND_NANOS + (rest * SECOND_NANOS + linesPerSecond - 1) / linesPerSecond;
    }

    /** How many lines are due before that time, exclusive. */
    long before(long nanos) {
        return nanos / SECOND_NANOS * linesPerSecond
                + (nanos % SECOND_NANOS * linesPerSecond + SECOND_NANOS - 1) / SECOND_NANOS;
    }
}
