package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes intervals of the table {@code ledger} within the group's transaction.
 *
 * <p>Confined to the writer's thread.
 */
final class LedgerTable {
    static final String COLUMNS = "first, last, stored, filtered, dead";

    /** An origin without gaps has one interval, and a group seldom meets more than one. */
    private static final int LATEST = 4;

    private final Dialect dialect;
    private final @Nullable ManyOrigins many;
    private final PreparedStatement latest;
    private final PreparedStatement before;
    private final PreparedStatement within;
    private final PreparedStatement delete;
    private final PreparedStatement update;
    private final PreparedStatement insert;
    private final Changes deleted;
    private final Changes updated;
    private final Changes inserted;

    LedgerTable(Connection connection, Dialect dialect, @Nullable ManyOrigins many)
            throws SQLException {
        this.dialect = dialect;
        this.many = many;
        // By the primary key: however many gaps an origin has, only what is near counts.
        this.latest =
                connection.prepareStatement(
                        "SELECT "
                                + COLUMNS
                                + " FROM ledger WHERE origin_id = ? AND first <= ?"
                                + " ORDER BY first DESC LIMIT "
                                + LATEST);
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
        this.deleted = new Changes(delete);
        this.updated = new Changes(update);
        this.inserted = new Changes(insert);
    }

    /** The intervals of each origin that overlap or touch its range. */
    Map<UUID, List<Interval>> near(Map<UUID, OriginCoverage.Range> ranges) throws SQLException {
        Map<UUID, Long> ends = new LinkedHashMap<>();
        ranges.forEach((id, range) -> ends.put(id, range.last() + 1));
        Map<UUID, List<Interval>> found =
                many == null || ranges.isEmpty() ? Map.of() : many.latest(ends, LATEST);
        Map<UUID, List<Interval>> near = new HashMap<>();
        for (Map.Entry<UUID, OriginCoverage.Range> entry : ranges.entrySet()) {
            UUID id = entry.getKey();
            OriginCoverage.Range range = entry.getValue();
            near.put(
                    id,
                    many == null
                            ? near(id, range.first(), range.last())
                            : reached(id, range, found.getOrDefault(id, List.of())));
        }
        return near;
    }

    /** The intervals that overlap or touch the sequences from first to last. */
    private List<Interval> near(UUID origin, long first, long last) throws SQLException {
        List<Interval> intervals = new ArrayList<>(1);
        latest.setObject(1, dialect.uuid(origin));
        latest.setLong(2, last + 1);
        try (ResultSet rows = latest.executeQuery()) {
            while (rows.next()) {
                intervals.add(interval(rows, 1));
            }
        }
        return reached(origin, new OriginCoverage.Range(first, last), intervals);
    }

    /** Of the newest intervals, which are perhaps not all, those that reach into the range. */
    private List<Interval> reached(
            UUID origin, OriginCoverage.Range range, List<Interval> newestFirst)
            throws SQLException {
        for (int i = 0; i < newestFirst.size(); i++) {
            if (newestFirst.get(i).first() <= range.first()) {
                return newestFirst.subList(0, i + 1);
            }
        }
        return newestFirst.size() < LATEST
                ? newestFirst
                : allNear(origin, range.first(), range.last());
    }

    private List<Interval> allNear(UUID origin, long first, long last) throws SQLException {
        List<Interval> intervals = new ArrayList<>();
        before.setObject(1, dialect.uuid(origin));
        before.setLong(2, first);
        try (ResultSet rows = before.executeQuery()) {
            while (rows.next()) {
                intervals.add(interval(rows, 1));
            }
        }
        within.setObject(1, dialect.uuid(origin));
        within.setLong(2, first);
        within.setLong(3, last + 1);
        try (ResultSet rows = within.executeQuery()) {
            while (rows.next()) {
                intervals.add(interval(rows, 1));
            }
        }
        return intervals;
    }

    /** Makes the table hold what {@code coverage} came to, at the next {@link #flush}. */
    void save(UUID origin, OriginCoverage coverage) throws SQLException {
        for (Interval interval : coverage.removed()) {
            delete.setObject(1, dialect.uuid(origin));
            delete.setLong(2, interval.first());
            deleted.add(() -> text(origin, interval));
        }
        for (Interval interval : coverage.changed()) {
            update.setLong(1, interval.last());
            update.setLong(2, interval.stored());
            update.setLong(3, interval.filtered());
            update.setLong(4, interval.dead());
            update.setObject(5, dialect.uuid(origin));
            update.setLong(6, interval.first());
            updated.add(() -> text(origin, interval));
        }
        for (Interval interval : coverage.added()) {
            bindInsert(origin, interval);
            inserted.add(() -> text(origin, interval));
        }
    }

    /** Carries out what was saved: deletions first, for what is inserted may take their place. */
    void flush() throws SQLException {
        deleted.flush();
        updated.flush();
        inserted.flush();
    }

    /** Inserts an interval at once. */
    void insert(UUID origin, Interval interval) throws SQLException {
        bindInsert(origin, interval);
        insert.executeUpdate();
    }

    private void bindInsert(UUID origin, Interval interval) throws SQLException {
        insert.setObject(1, dialect.uuid(origin));
        insert.setLong(2, interval.first());
        insert.setLong(3, interval.last());
        insert.setLong(4, interval.stored());
        insert.setLong(5, interval.filtered());
        insert.setLong(6, interval.dead());
    }

    private static String text(UUID origin, Interval interval) {
        return "ledger of " + origin + ": interval from " + interval.first();
    }

    /** The columns {@link #COLUMNS} of a row, from {@code column} on. */
    static Interval interval(ResultSet row, int column) throws SQLException {
        return new Interval(
                row.getLong(column),
                row.getLong(column + 1),
                row.getLong(column + 2),
                row.getLong(column + 3),
                row.getLong(column + 4));
    }
}
