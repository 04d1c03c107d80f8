package io.logdrive.agent.send;

/**
 * When lines are due: line {@code k}, counted from 0, at {@code k / rate} seconds after the start.
 * Everything is counted from the start and nothing is summed up, so that no error can build up: a
 * late wake-up finds more lines due and catches up.
 *
 * <p>Immutable.
 */
record Pace(long linesPerSecond, long durationNanos) {
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** How many lines are due by then; from the end of the duration on, all of its lines. */
    long due(long elapsedNanos) {
        if (elapsedNanos >= durationNanos) {
            return before(durationNanos);
        }
        return elapsedNanos < 0
                ? 0
                : elapsedNanos / SECOND_NANOS * linesPerSecond
                        + elapsedNanos % SECOND_NANOS * linesPerSecond / SECOND_NANOS
                        + 1;
    }

    /** When the line is due. */
    long dueAt(long line) {
        long seconds = line / linesPerSecond;
        long rest = line % linesPerSecond;
        return seconds * SECOND_NANOS + (rest * SECOND_NANOS + linesPerSecond - 1) / linesPerSecond;
    }

    private long before(long nanos) {
        return nanos / SECOND_NANOS * linesPerSecond
                + (nanos % SECOND_NANOS * linesPerSecond + SECOND_NANOS - 1) / SECOND_NANOS;
    }
}
