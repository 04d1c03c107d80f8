package io.logdrive.destination.store;

import io.logdrive.payara.letters.LetterChoice;
import io.logdrive.payara.letters.LetterTask;
import io.logdrive.payara.letters.LettersChanged;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * What could not be stored: shows it, tries it again, removes it.
 *
 * <p>Thread-safe.
 */
public final class DeadLetters {
    private final Database database;
    private final Readers readers;
    private final Dialect dialect;
    private final Clock clock;
    private final StoreEvents events;

    /** One change at a time: each has a connection of its own. */
    private final Semaphore changes = new Semaphore(1);

    DeadLetters(Database database, Clock clock, StoreEvents events) {
        this.database = database;
        this.readers = new Readers(database);
        this.dialect = database.dialect();
        this.clock = clock;
        this.events = events;
    }

    /**
     * The latest first that are meant, without their bytes.
     *
     * @param before only those with a lower id
     * @throws StoreException when the database is away or busy, or the deadline passes
     */
    public DeadLetterPage list(LetterChoice choice, long before, int limit, Deadline deadline) {
        return readers.query(
                deadline,
                connection ->
                        new DeadLetterLook(choice, limit, dialect)
                                .page(connection, before, deadline));
    }

    /**
     * One of them with its bytes.
     *
     * @throws StoreException as {@link #list}
     */
    public Optional<DeadLetter> byId(long id, Deadline deadline) {
        return readers.query(
                deadline,
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "SELECT id, what, why, at, origin_id, sequence, raw"
                                            + " FROM dead_letter WHERE id = ?")) {
                        deadline.limit(statement);
                        statement.setLong(1, id);
                        try (ResultSet row = statement.executeQuery()) {
                            return row.next()
                                    ? Optional.of(DeadLetterTable.letter(row, dialect))
                                    : Optional.empty();
                        }
                    }
                });
    }

    /**
     * Stores it as the writer would; the ledger counts it as stored instead of dead, in the same
     * transaction.
     *
     * @throws StoreException when the database is away, or another change is under way
     */
    public Retried retry(long id) {
        Retried retried = change(transaction -> transaction.retry(id));
        if (retried.outcome() != Retried.Outcome.UNKNOWN) {
            events.retried(id, retried);
        }
        return retried;
    }

    /**
     * Removes it for good; the ledger goes on to count it as dead.
     *
     * @return whether there was one
     * @throws StoreException as {@link #retry}
     */
    public boolean delete(long id) {
        boolean deleted = change(transaction -> transaction.delete(id));
        if (deleted) {
            events.deleted(id);
        }
        return deleted;
    }

    /**
     * Stores all that are meant as {@link #retry} does, the oldest first, as far as the time goes;
     * what is refused again stays, with its new reason and time.
     *
     * @throws StoreException as {@link #retry}; some may have been stored
     */
    public LettersChanged retryAll(LetterChoice choice, Deadline deadline) {
        return sweep(new LetterTask(choice, true), deadline);
    }

    /**
     * Removes all that are meant, the oldest first, as far as the time goes.
     *
     * @throws StoreException as {@link #retry}; some may have been removed
     */
    public LettersChanged deleteAll(LetterChoice choice, Deadline deadline) {
        return sweep(new LetterTask(choice, false), deadline);
    }

    private LettersChanged sweep(LetterTask task, Deadline deadline) {
        DeadLetterSweep sweep = new DeadLetterSweep(this::open, task);
        return exclusively(
                () -> {
                    try {
                        LettersChanged changed = sweep.run(deadline);
                        events.lettersChanged(task, changed, "");
                        return changed;
                    } catch (SQLException | RuntimeException e) {
                        events.lettersChanged(task, sweep.soFar(), SqlFailure.reason(e));
                        throw e;
                    }
                });
    }

    private <T> T change(Change<T> change) {
        return exclusively(
                () -> {
                    try (GroupTransaction transaction = open()) {
                        return change.in(transaction);
                    }
                });
    }

    private GroupTransaction open() throws SQLException {
        return new GroupTransaction(database, database.connectWriter(), clock, events);
    }

    private <T> T exclusively(Work<T> work) {
        if (!changes.tryAcquire()) {
            throw new StoreException.Busy("dead letters: another one is being changed", null);
        }
        try {
            return work.run();
        } catch (SQLException e) {
            throw new StoreException.Away("database: " + SqlFailure.reason(e), e);
        } finally {
            changes.release();
        }
    }

    /** What is done while nobody else changes one. */
    private interface Work<T> {
        T run() throws SQLException;
    }

    /** One transaction. */
    private interface Change<T> {
        T in(GroupTransaction transaction) throws SQLException;
    }
}
