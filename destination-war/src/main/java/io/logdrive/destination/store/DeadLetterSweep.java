package io.logdrive.destination.store;

import io.logdrive.payara.letters.LetterPortions;
import io.logdrive.payara.letters.LetterTally;
import io.logdrive.payara.letters.LetterTask;
import io.logdrive.payara.letters.LettersChanged;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes once through the dead letters, from the oldest on, and changes those that are meant: some in
 * one transaction, and each in one of its own where one of them is refused.
 *
 * <p>What is refused dies again, later than what is meant, so that nobody meets it twice. Confined
 * to the thread of one call.
 */
final class DeadLetterSweep {
    private static final int SLICE = 500;

    private final Opening opening;
    private final LetterTask task;
    private final LetterTally tally = new LetterTally();
    private @Nullable GroupTransaction transaction;

    /** Stores them, or removes them. */
    DeadLetterSweep(Opening opening, LetterTask task) {
        this.opening = opening;
        this.task = task;
    }

    /** What it came to before it failed. */
    LettersChanged soFar() {
        return tally.whole();
    }

    /** Ends soon after the deadline, but not before it has changed something of a slice. */
    LettersChanged run(Deadline deadline) throws SQLException {
        try {
            long last = Long.MIN_VALUE;
            List<DeadLetter> slice = transaction().heads(last, SLICE);
            while (!slice.isEmpty()) {
                if (change(meant(slice), deadline)) {
                    return tally.cut(tally.done() + tally.refused());
                }
                last = slice.get(slice.size() - 1).id();
                slice = transaction().heads(last, SLICE);
            }
            return tally.whole();
        } finally {
            close();
        }
    }

    private List<DeadLetter> meant(List<DeadLetter> slice) {
        slice.forEach(letter -> tally.looked());
        return slice.stream().filter(letter -> letter.isMeant(task.choice())).toList();
    }

    /** Whether the deadline passed. */
    private boolean change(List<DeadLetter> meant, Deadline deadline) throws SQLException {
        for (List<DeadLetter> portion : LetterPortions.of(meant, DeadLetter::bytes)) {
            List<Long> ids = portion.stream().map(DeadLetter::id).toList();
            if (!task.isRetry()) {
                tally.done(transaction().deleteAll(ids, task.choice().untilMicros()));
            } else if (!retryInOne(ids)) {
                retryEach(ids, deadline);
            }
            if (deadline.leftNanos() == 0) {
                return true;
            }
        }
        return deadline.leftNanos() == 0;
    }

    private boolean retryInOne(List<Long> ids) throws SQLException {
        try {
            int stored = transaction().retryAll(ids, task.choice());
            tally.done(Math.max(0, stored));
            return stored >= 0;
        } catch (RuntimeException e) {
            // One that breaks our code must not keep the others; which it is, is found one by one.
            close();
            return false;
        }
    }

    /** As many as there is time for. */
    private void retryEach(List<Long> ids, Deadline deadline) throws SQLException {
        for (long id : ids) {
            Retried retried = retry(id);
            switch (retried.outcome()) {
                case STORED -> tally.done(1);
                case REFUSED ->
                        tally.refused("dead letter " + id + ": refused again: " + retried.why());
                case UNKNOWN -> {
                    // Somebody else has it stored or removed, or it died again.
                }
            }
            if (deadline.leftNanos() == 0) {
                return;
            }
        }
    }

    private Retried retry(long id) throws SQLException {
        try {
            return transaction().retry(id, task.choice());
        } catch (RuntimeException e) {
            close();
            String why = String.valueOf(e);
            transaction().refusedAgain(id, why);
            return new Retried(Retried.Outcome.REFUSED, why);
        }
    }

    private GroupTransaction transaction() throws SQLException {
        GroupTransaction open = transaction;
        if (open == null) {
            open = opening.open();
            transaction = open;
        }
        return open;
    }

    /** What it left undone is undone; the next use opens another. */
    private void close() throws SQLException {
        GroupTransaction open = transaction;
        transaction = null;
        if (open != null) {
            open.close();
        }
    }

    /** Connects. */
    interface Opening {
        GroupTransaction open() throws SQLException;
    }
}
