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

    /** How many lines are due by then; after the end of the duration, all of its lines. */
    long due(long elapsedNanos) {
        if (elapsedNanos >= durationNanos) {
            return linesBefore(durationNanos);
        }
        return elapsedNanos < 0 ? 0 : linesBefore(elapsedNanos + 1);
    }

    /** When the line is due. */
    long dueAt(long line) {
        long seconds = line / linesPerSecond;
        long rest = line % linesPerSecond;
        return seconds * SECOND_NANOS + (rest * SECOND_NANOS + linesPerSecond - 1) / linesPerSecond;
    }

    private long linesBefore(long nanos) {
        long seconds = nanos / SECOND_NANOS;
        long rest = nanos % SECOND_NANOS;
        return seconds * linesPerSecond + (rest * linesPerSecond + SECOND_NANOS - 1) / SECOND_NANOS;
    }
}
