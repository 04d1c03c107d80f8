package io.logdrive.destination.store;

import io.logdrive.wire.EntryRange;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * What could not be stored: shows it, tries it again, removes it.
 *
 * <p>Thread-safe.
 */
public final class DeadLetters {
    private static final String HEAD = "SELECT id, what, why, at, origin_id, sequence";

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
     * The latest first, without their bytes.
     *
     * @param before only those with a lower id
     * @throws StoreException when the database is away or busy, or the deadline passes
     */
    public List<DeadLetter> list(long before, int limit, Deadline deadline) {
        String sql =
                HEAD
                        + ", OCTET_LENGTH(raw) FROM dead_letter WHERE id < ? ORDER BY id DESC"
                        + " LIMIT "
                        + limit;
        return readers.query(
                deadline,
                connection -> {
                    List<DeadLetter> letters = new ArrayList<>();
                    try (PreparedStatement statement = connection.prepareStatement(sql)) {
                        deadline.limit(statement);
                        statement.setLong(1, before);
                        try (ResultSet rows = statement.executeQuery()) {
                            while (rows.next()) {
                                letters.add(head(rows));
                            }
                        }
                    }
                    return letters;
                });
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
                                    HEAD + ", raw FROM dead_letter WHERE id = ?")) {
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

    private <T> T change(Change<T> change) {
        if (!changes.tryAcquire()) {
            throw new StoreException.Busy("dead letters: another one is being changed", null);
        }
        try (GroupTransaction transaction =
                new GroupTransaction(database, database.connectWriter(), clock, events)) {
            return change.in(transaction);
        } catch (SQLException e) {
            throw new StoreException.Away("database: " + SqlFailure.reason(e), e);
        } finally {
            changes.release();
        }
    }

    private DeadLetter head(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                dialect.micros(row, 4),
                Objects.requireNonNull(dialect.uuid(row, 5)),
                row.getLong(6),
                row.getLong(7),
                new EntryRange(new byte[0], 0, 0, 0));
    }

    /** One transaction. */
    private interface Change<T> {
        T in(GroupTransaction transaction) throws SQLException;
    }
}
