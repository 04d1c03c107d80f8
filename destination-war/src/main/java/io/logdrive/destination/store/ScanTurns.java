package io.logdrive.destination.store;

import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Lets searches that read much go on one step at a time while the writer is behind, and rest after
 * each step: what is sent must be stored, what is asked may take its time (decision 0077). A search
 * that cannot be cut into steps begins when the writer has caught up, with no other of its kind.
 *
 * <p>Thread-safe.
 */
final class ScanTurns {
    /** A step that took so long is followed by a rest that is so many times as long. */
    private static final int REST = 3;

    private static final long REST_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

    /** The writer has caught up when it was not behind at so many looks, one soon after another. */
    private static final int LOOKS = 5;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Who waits or rests looks so often whether somebody still waits for the answer. */
    private static final long WAIT_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(50);

    private final BooleanSupplier behind;
    private final LongConsumer pause;
    private final Semaphore steps = new Semaphore(1, true);
    private final Semaphore wholes = new Semaphore(1, true);

    /**
     * @param behind whether the writer has more before it than it can take at once
     * @param pause lets so many nanoseconds pass
     */
    ScanTurns(BooleanSupplier behind, LongConsumer pause) {
        this.behind = behind;
        this.pause = pause;
    }

    /** Takes one step of a search that has many. */
    <T> T step(Deadline deadline, Step<T> step) throws SQLException {
        if (!behind.getAsBoolean()) {
            return step.take();
        }
        await(steps, deadline);
        try {
            long begin = System.nanoTime();
            T result = step.take();
            long rest = Math.min(REST_NANOS_MAX, REST * (System.nanoTime() - begin));
            if (behind.getAsBoolean()) {
                rest(rest, deadline);
            }
            return result;
        } finally {
            steps.release();
        }
    }

    /** Takes the only step of a search, which may be long. */
    <T> T whole(Deadline deadline, Step<T> step) throws SQLException {
        await(wholes, deadline);
        try {
            int good = 0;
            while (good < LOOKS) {
                good = behind.getAsBoolean() ? 0 : good + 1;
                deadline.check();
                pause.accept(Math.min(LOOK_NANOS, deadline.leftNanos()));
            }
            return step.take();
        } finally {
            wholes.release();
        }
    }

    private void rest(long nanos, Deadline deadline) {
        long left = nanos;
        do {
            long part = Math.min(left, waitNanos(deadline));
            pause.accept(part);
            left -= part;
        } while (left > 0 && deadline.leftNanos() > 0);
    }

    private static long waitNanos(Deadline deadline) {
        return Math.min(WAIT_NANOS_MAX, deadline.leftNanos());
    }

    private static void await(Semaphore turn, Deadline deadline) {
        try {
            while (!turn.tryAcquire(waitNanos(deadline), TimeUnit.NANOSECONDS)) {
                deadline.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw deadline.exceeded(e);
        }
    }

    /** Reads a bounded part. */
    interface Step<T> {
        T take() throws SQLException;
    }
}
