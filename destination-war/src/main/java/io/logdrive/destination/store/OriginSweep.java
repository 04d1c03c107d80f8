package io.logdrive.destination.store;

import io.logdrive.destination.store.OriginLedger.Sums;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the origins, {@value #ORIGINS_OF_STEP} at each step, in the order of their ids and
 * then again: checks that the sums of each are those of its ledger, and closes those that are
 * complete and of which nothing came for long (decision 0037).
 *
 * <p>Closing takes away what describes the origin, never the knowledge of its sequences, so what is
 * sent again years later is known. Guarded by the {@link Upkeep}.
 */
final class OriginSweep {
    private static final int ORIGINS_OF_STEP = 500;

    /** So few, because a writer that has new lines of one of them waits. */
    private static final int ORIGINS_OF_TRANSACTION = 50;

    private static final int TIMEOUT_SECONDS = 10;

    private static final String SUMS = "received, stored, filtered, dead, gaps";

    private final Database database;
    private final Dialect dialect;
    private @Nullable UUID after;

    OriginSweep(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /**
     * Looks at the next origins.
     *
     * @param before microseconds since the epoch: origins whose last batch is older are closed if
     *     they are complete
     */
    Swept step(long before) throws SQLException {
        try (Connection connection = database.connectUpkeep()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(database.snapshotIsolation());
            List<Seen> seen = read(connection);
            List<String> violations =
                    seen.isEmpty() ? List.of() : violations(connection, after, seen);
            connection.commit();
            after = seen.size() < ORIGINS_OF_STEP ? null : seen.get(seen.size() - 1).id();

            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            SortedSet<UUID> complete = new TreeSet<>();
            for (Seen origin : seen) {
                if (isComplete(origin.sums()) && origin.lastSeen() < before) {
                    complete.add(origin.id());
                }
            }
            return new Swept(close(connection, complete, before), violations);
        }
    }

    private List<Seen> read(Connection connection) throws SQLException {
        UUID last = after;
        String sql =
                "SELECT id, last_seen, "
                        + SUMS
                        + " FROM origin"
                        + (last == null ? "" : " WHERE id > ?")
                        + " ORDER BY id LIMIT "
                        + ORIGINS_OF_STEP;
        List<Seen> seen = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            if (last != null) {
                statement.setObject(1, dialect.uuid(last));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    seen.add(
                            new Seen(
                                    Objects.requireNonNull(dialect.uuid(rows, 1)),
                                    dialect.micros(rows, 2),
                                    OriginTable.sums(rows, 3)));
                }
            }
        }
        return seen;
    }

    /** Compares the sums with the intervals, both of the same moment. */
    private List<String> violations(Connection connection, @Nullable UUID from, List<Seen> seen)
            throws SQLException {
        Map<UUID, Sums> ledger = new HashMap<>();
        String sql =
                "SELECT origin_id, MAX(last) + 1, SUM(stored), SUM(filtered), SUM(dead),"
                        + " COUNT(*) - CASE WHEN MIN(first) = 0 THEN 1 ELSE 0 END FROM ledger"
                        + " WHERE origin_id <= ?"
                        + (from == null ? "" : " AND origin_id > ?")
                        + " GROUP BY origin_id";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            statement.setObject(1, dialect.uuid(seen.get(seen.size() - 1).id()));
            if (from != null) {
                statement.setObject(2, dialect.uuid(from));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ledger.put(
                            Objects.requireNonNull(dialect.uuid(rows, 1)),
                            OriginTable.sums(rows, 2));
                }
            }
        }
        List<String> violations = new ArrayList<>();
        for (Seen origin : seen) {
            Sums found = ledger.getOrDefault(origin.id(), Sums.NONE);
            if (!found.equals(origin.sums())) {
                violations.add(
                        "origin "
                                + origin.id()
                                + ": expected the sums of its ledger, "
                                + found
                                + ", found "
                                + origin.sums());
            }
        }
        return violations;
    }

    private int close(Connection connection, SortedSet<UUID> ids, long before) throws SQLException {
        int closed = 0;
        int inTransaction = 0;
        int closedInTransaction = 0;
        for (UUID id : ids) {
            if (inTransaction == 0) {
                dialect.begin(connection);
            }
            closedInTransaction += closeOne(connection, id, before) ? 1 : 0;
            inTransaction++;
            if (inTransaction == ORIGINS_OF_TRANSACTION || id.equals(ids.last())) {
                TotalTable totals = new TotalTable(connection, dialect);
                TotalTable.Change change = totals.hold();
                change.closed(closedInTransaction);
                totals.save(change);
                connection.commit();
                closed += closedInTransaction;
                inTransaction = 0;
                closedInTransaction = 0;
            }
        }
        return closed;
    }

    /** False when a writer was faster. */
    private boolean closeOne(Connection connection, UUID id, long before) throws SQLException {
        String lock =
                "SELECT last_seen, " + SUMS + " FROM origin WHERE id = ?" + dialect.forUpdate();
        try (PreparedStatement statement = connection.prepareStatement(lock)) {
            statement.setObject(1, dialect.uuid(id));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()
                        || !isComplete(OriginTable.sums(row, 2))
                        || dialect.micros(row, 1) >= before) {
                    return false;
                }
            }
        }
        execute(
                connection,
                "INSERT INTO origin_closed (id, kind, last_seen, stored, filtered, dead)"
                        + " SELECT id, kind, last_seen, stored, filtered, dead FROM origin"
                        + " WHERE id = ?",
                id);
        execute(connection, "DELETE FROM ledger WHERE origin_id = ?", id);
        execute(connection, "DELETE FROM origin WHERE id = ?", id);
        return true;
    }

    private void execute(Connection connection, String sql, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, dialect.uuid(id));
            int changed = statement.executeUpdate();
            if (changed != 1) {
                throw new IllegalStateException(
                        "closing origin " + id + ": expected 1 row, found " + changed);
            }
        }
    }

    /** One interval from 0 on. */
    private static boolean isComplete(Sums sums) {
        return sums.gaps() == 0 && sums.received() > 0 && sums.missing() == 0;
    }

    /** An origin that was looked at. Immutable. */
    private record Seen(UUID id, long lastSeen, Sums sums) {}

    /** What a step came to. Immutable. */
    record Swept(int closed, List<String> violations) {}
}
