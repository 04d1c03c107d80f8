package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Removes messages of one {@link Expiry} row by row, {@value #IDS_OF_STEP} ids in a transaction, in
 * the order of the ids: nearly that in which they were received, so that what is due lies before
 * what is not (decision 0064).
 *
 * <p>Where a walk ended the next one goes on; what it left behind because its time was ahead of its
 * neighbours', {@link #again} makes it find. Confined to the thread destination-retention-1.
 */
final class MessageSweep {
    static final int IDS_OF_STEP = 1_000;

    /** So many steps without anything due end the walk: then all that follows is younger. */
    private static final int IDLE_STEPS_MAX = 5;

    private final Expiry expiry;
    private final Dialect dialect;
    private long from;
    private long resume;
    private int idle;

    MessageSweep(Expiry expiry, Dialect dialect) {
        this.expiry = expiry;
        this.dialect = dialect;
    }

    /** Lets the next walk begin with the oldest message there is. */
    void again() {
        from = 0;
        resume = 0;
        idle = 0;
    }

    /**
     * Goes one step on.
     *
     * @return how many were removed, or {@value Retention#DONE} when the walk has ended
     */
    long step(Connection connection, Instant now) throws SQLException {
        long first = firstId(connection, from);
        // SQLite does not let a transaction write that began to read before others wrote.
        connection.commit();
        if (first < 0 || idle > IDLE_STEPS_MAX) {
            from = resume;
            idle = 0;
            return Retention.DONE;
        }
        long end = first + IDS_OF_STEP;
        dialect.begin(connection);
        long removed = due(first, end, now).run(connection, dialect);
        connection.commit();
        if (removed > 0 || !isThere(connection, first, end)) {
            resume = end;
            idle = 0;
        } else {
            idle++;
        }
        from = end;
        return removed;
    }

    /** The lowest id from {@code id} on, or -1. */
    static long firstId(Connection connection, long id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT MIN(id) FROM message WHERE id >= ?")) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long first = row.getLong(1);
                return row.wasNull() ? -1 : first;
            }
        }
    }

    private Removal due(long first, long end, Instant now) {
        return new Removal(
                "id >= ? AND id < ? AND " + expiry.ofLevels() + " AND received_time < ?",
                List.of(first, end, dialect.time(expiry.cutoff(now))));
    }

    /** Whether any that this is about, and that is not due, is left. */
    private boolean isThere(Connection connection, long first, long end) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT 1 FROM message WHERE id >= ? AND id < ? AND "
                                + expiry.ofLevels()
                                + " LIMIT 1")) {
            statement.setLong(1, first);
            statement.setLong(2, end);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        } finally {
            connection.commit();
        }
    }
}
