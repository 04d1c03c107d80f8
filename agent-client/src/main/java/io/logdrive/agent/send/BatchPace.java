package io.logdrive.agent.send;

/**
 * So many lines are due together at the start, and again after each interval.
 *
 * <p>Immutable.
 */
record BatchPace(long lines, long intervalNanos, long durationNanos) implements Pace {
    @Override
    public long due(long elapsedNanos) {
        if (elapsedNanos < 0) {
            return 0;
        }
        // The batch that would come exactly at the end does not.
        long last = Math.min(elapsedNanos, durationNanos - 1);
        return (last / intervalNanos + 1) * lines;
    }

    @Override
    public long dueAt(long line) {
        return line / lines * intervalNanos;
    }
}
