package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Changes of users, tokens and sessions: each a transaction on a connection of its own, in which
 * stands what the audit says of it, too.
 *
 * <p>Thread-safe.
 */
final class SmallChanges {
    private static final int AT_ONCE = 2;
    private static final long WAIT_SECONDS = 3;
    private static final String AUDIT =
            "INSERT INTO audit (at, who, address, what, target, outcome) VALUES (?, ?, ?, ?, ?, ?)";

    private final Database database;
    private final Clock clock;
    private final Semaphore slots = new Semaphore(AT_ONCE, true);

    SmallChanges(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Commits what {@code change} does, and the entry with it; nothing unless it returns {@link
     * Changed#DONE}.
     *
     * @throws StoreException.Away when the database is
     * @throws StoreException.Busy when too many changes are under way
     */
    Changed audited(AuditEntry entry, Change<Changed> change) {
        return transaction(
                connection -> {
                    Changed changed = change.in(connection);
                    if (changed == Changed.DONE) {
                        write(connection, entry);
                    } else {
                        connection.rollback();
                    }
                    return changed;
                });
    }

    /**
     * Commits what {@code change} does.
     *
     * @throws StoreException as {@link #audited}
     */
    <T> T transaction(Change<T> change) {
        acquire();
        try (Connection connection = database.connectUpkeep()) {
            connection.setAutoCommit(false);
            try {
                database.dialect().begin(connection);
                T result = change.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreException.Away("database: " + SqlFailure.reason(e), e);
        } finally {
            slots.release();
        }
    }

    Dialect dialect() {
        return database.dialect();
    }

    /** What to bind for now. */
    Object now() {
        return dialect().time(Instants.micros(clock.instant()));
    }

    private void write(Connection connection, AuditEntry entry) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(AUDIT)) {
            insert.setObject(1, now());
            insert.setString(2, entry.who());
            insert.setString(3, entry.address());
            insert.setString(4, entry.what());
            insert.setString(5, entry.target());
            insert.setString(6, entry.outcome());
            insert.executeUpdate();
        }
    }

    private void acquire() {
        try {
            if (slots.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new StoreException.Busy("access: other changes are under way", null);
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** One transaction's work. */
    interface Change<T> {
        T in(Connection connection) throws SQLException;
    }
}
