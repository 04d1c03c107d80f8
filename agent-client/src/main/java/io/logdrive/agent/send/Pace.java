package io.logdrive.agent.send;

import org.jspecify.annotations.Nullable;

/**
 * When lines are due, the first of them at the start. Everything is counted from the start and
 * nothing is summed up, so that no error can build up: a late wake-up finds more lines due and
 * catches up.
 *
 * <p>Immutable.
 */
interface Pace {
    /** How many lines are due by then; from the end of the duration on, all of its lines. */
    long due(long elapsedNanos);

    /** When the line is due, counted from 0; some time after the end if it never is. */
    long dueAt(long line);

    /** Null when nothing is ever due and everything may go at once. */
    static @Nullable Pace of(Load load, long durationNanos) {
        if (load instanceof Batches batches) {
            return new BatchPace(batches.lines(), batches.interval().toNanos(), durationNanos);
        }
        if (load instanceof Bursts bursts) {
            return BurstPace.of(bursts, durationNanos);
        }
        return load instanceof Rate rate && !rate.unpaced()
                ? new SteadyPace(rate.linesPerSecond(), durationNanos)
                : null;
    }
}
