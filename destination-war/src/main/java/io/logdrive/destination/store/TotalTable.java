package io.logdrive.destination.store;

import io.logdrive.destination.store.OriginLedger.Sums;
import io.logdrive.destination.store.OriginTable.Arrival;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;

/**
 * The one row with the next id and the sums over all origins. It is locked after the origins and
 * before the first row is inserted, and then until the commit: ids are in the order of commits
 * (decision 0035).
 *
 * <p>Confined to the writer's thread.
 */
final class TotalTable {
    private final PreparedStatement lock;
    private final PreparedStatement highest;
    private final PreparedStatement save;
    private long seen;

    TotalTable(Connection connection, Dialect dialect) throws SQLException {
        this.lock =
                connection.prepareStatement(
                        "SELECT next_id FROM ledger_total" + dialect.forUpdate());
        this.highest = connection.prepareStatement("SELECT COALESCE(MAX(id), 0) FROM message");
        this.save =
                connection.prepareStatement(
                        "UPDATE ledger_total SET next_id = ?, origins = origins + ?,"
                                + " closed = closed + ?, received = received + ?,"
                                + " stored = stored + ?, filtered = filtered + ?,"
                                + " dead = dead + ?, gaps = gaps + ?");
    }

    /** Puts the next id behind all that exist, should anybody have inserted past us. */
    static void mend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "UPDATE ledger_total SET next_id = (SELECT MAX(id) + 1 FROM message)"
                            + " WHERE next_id <= (SELECT MAX(id) FROM message)");
        }
    }

    /** Locks the row until the commit, for somebody who takes no ids. */
    static void lock(Connection connection, Dialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT next_id FROM ledger_total" + dialect.forUpdate());
        }
    }

    /** Counts messages that were removed, in the transaction that removes them. */
    static void removed(Connection connection, long count) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE ledger_total SET removed = removed + ?")) {
            statement.setLong(1, count);
            statement.executeUpdate();
        }
    }

    /** Locks the row until the commit. */
    Change hold() throws SQLException {
        try (ResultSet row = lock.executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException("ledger_total: expected 1 row, found none");
            }
            long nextId = row.getLong(1);
            if (nextId != seen) {
                // Not as we left it: another writer was here, or somebody set it by hand.
                check(nextId);
            }
            return new Change(nextId);
        }
    }

    /** PostgreSQL would not refuse an id that another day has: connecting again mends it. */
    private void check(long nextId) throws SQLException {
        try (ResultSet row = highest.executeQuery()) {
            row.next();
            long least = Math.max(seen, row.getLong(1) + 1);
            if (nextId < least) {
                throw new SQLTransientException(
                        "ledger_total: expected next_id to be at least "
                                + least
                                + ", found "
                                + nextId,
                        "40001");
            }
        }
    }

    void save(Change change) throws SQLException {
        save.setLong(1, change.nextId);
        save.setLong(2, change.origins);
        save.setLong(3, change.closed);
        save.setLong(4, change.sums.received());
        save.setLong(5, change.sums.stored());
        save.setLong(6, change.sums.filtered());
        save.setLong(7, change.sums.dead());
        save.setLong(8, change.sums.gaps());
        save.executeUpdate();
        seen = change.nextId;
    }

    /** What a transaction changes in the row. Confined to the writer's thread. */
    static final class Change {
        private long nextId;
        private long origins;
        private long closed;
        private Sums sums = Sums.NONE;

        private Change(long nextId) {
            this.nextId = nextId;
        }

        long nextId() {
            return nextId;
        }

        void used(int ids) {
            nextId += ids;
        }

        void add(Arrival arrival, Sums before, Sums after) {
            origins += arrival == Arrival.KNOWN ? 0 : 1;
            closed -= arrival == Arrival.REOPENED ? 1 : 0;
            sums = sums.plus(after).minus(before);
        }

        void closed(int count) {
            origins -= count;
            closed += count;
        }
    }
}
