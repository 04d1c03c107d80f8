package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads and changes intervals of the table {@code ledger} within the group's transaction.
 *
 * <p>Confined to the writer's thread.
 */
final class LedgerTable {
    private static final String COLUMNS = "first, last, stored, filtered, dead";

    private final Dialect dialect;
    private final PreparedStatement before;
    private final PreparedStatement within;
    private final PreparedStatement delete;
    private final PreparedStatement update;
    private final PreparedStatement insert;

    LedgerTable(Connection connection, Dialect dialect) throws SQLException {
        this.dialect = dialect;
        // Two reads by the primary key: however many gaps an origin has, only what is near counts.
        this.before =
                connection.prepareStatement(
                        "SELECT "
                                + COLUMNS
                                + " FROM ledger WHERE origin_id = ? AND first <= ?"
                                + " ORDER BY first DESC LIMIT 1");
        this.within =
                connection.prepareStatement(
                        "SELECT "
                                + COLUMNS
                                + " FROM ledger WHERE origin_id = ? AND first > ? AND first <= ?"
                                + " ORDER BY first");
        this.delete =
                connection.prepareStatement("DELETE FROM ledger WHERE origin_id = ? AND first = ?");
        this.update =
                connection.prepareStatement(
                        "UPDATE ledger SET last = ?, stored = ?, filtered = ?, dead = ?"
                                + " WHERE origin_id = ? AND first = ?");
        this.insert =
                connection.prepareStatement(
                        "INSERT INTO ledger (origin_id, "
                                + COLUMNS
                                + ") VALUES (?, ?, ?, ?, ?, ?)");
    }

    /** The intervals that overlap or touch the sequences from first to last. */
    List<Interval> near(UUID origin, long first, long last) throws SQLException {
        List<Interval> intervals = new ArrayList<>(1);
        before.setObject(1, dialect.uuid(origin));
        before.setLong(2, first);
        try (ResultSet rows = before.executeQuery()) {
            while (rows.next()) {
                intervals.add(interval(rows));
            }
        }
        within.setObject(1, dialect.uuid(origin));
        within.setLong(2, first);
        within.setLong(3, last + 1);
        try (ResultSet rows = within.executeQuery()) {
            while (rows.next()) {
                intervals.add(interval(rows));
            }
        }
        return intervals;
    }

    /** Makes the table hold what {@code coverage} came to. */
    void save(UUID origin, OriginCoverage coverage) throws SQLException {
        for (Interval interval : coverage.removed()) {
            delete.setObject(1, dialect.uuid(origin));
            delete.setLong(2, interval.first());
            expectOne(delete.executeUpdate(), origin, interval);
        }
        for (Interval interval : coverage.changed()) {
            update.setLong(1, interval.last());
            update.setLong(2, interval.stored());
            update.setLong(3, interval.filtered());
            update.setLong(4, interval.dead());
            update.setObject(5, dialect.uuid(origin));
            update.setLong(6, interval.first());
            expectOne(update.executeUpdate(), origin, interval);
        }
        for (Interval interval : coverage.added()) {
            insert(origin, interval);
        }
    }

    void insert(UUID origin, Interval interval) throws SQLException {
        insert.setObject(1, dialect.uuid(origin));
        insert.setLong(2, interval.first());
        insert.setLong(3, interval.last());
        insert.setLong(4, interval.stored());
        insert.setLong(5, interval.filtered());
        insert.setLong(6, interval.dead());
        insert.executeUpdate();
    }

    private static void expectOne(int found, UUID origin, Interval interval) {
        if (found != 1) {
            throw new IllegalStateException(
                    "ledger of "
                            + origin
                            + ": expected 1 interval from "
                            + interval.first()
                            + ", found "
                            + found);
        }
    }

    private static Interval interval(ResultSet row) throws SQLException {
        return new Interval(
                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
    }
}
