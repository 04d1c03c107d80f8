package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Empties partitions of {@code message} and drops them. What is long is done without a lock: the
 * look whether all is due, and the counting; what came meanwhile is looked at again under the lock.
 *
 * <p>Thread-safe.
 */
final class PostgresDays implements WholeDays {
    /** Writers wait so long at most: they come after us if we wait for a reader. */
    private static final String LOCK_MAX = "SET LOCAL lock_timeout = '100ms'";

    private static final Dialect DIALECT = new PostgresDialect();

    private final DayPartitions partitions;

    PostgresDays(DayPartitions partitions) {
        this.partitions = partitions;
    }

    @Override
    public SortedSet<Long> past(Connection connection) throws SQLException {
        SortedSet<Long> days = new TreeSet<>(DayPartitions.days(connection));
        connection.commit();
        return new TreeSet<>(days.headSet(partitions.today() - 1));
    }

    @Override
    public long remove(Connection connection, long day, List<Expiry> expiries, Instant now)
            throws SQLException {
        try {
            Seen seen = look(connection, day, expiries, now, Long.MIN_VALUE);
            connection.commit();
            if (seen.kept()) {
                return -1;
            }
            long removed = seen.count() == 0 ? 0 : empty(connection, day, expiries, now, seen);
            if (removed >= 0) {
                drop(connection, day);
            }
            return removed;
        } catch (SQLException e) {
            connection.rollback();
            if (DayPartitions.isInTheWay(e)) {
                return -1;
            }
            throw e;
        }
    }

    private static long empty(
            Connection connection, long day, List<Expiry> expiries, Instant now, Seen before)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK_MAX);
            // In the order in which a writer takes them.
            TotalTable.lock(connection, DIALECT);
            statement.execute(
                    "LOCK TABLE " + DayPartitions.name(day) + " IN ACCESS EXCLUSIVE MODE");
            Seen late = look(connection, day, expiries, now, before.lastId());
            if (late.kept()) {
                connection.rollback();
                return -1;
            }
            statement.execute("TRUNCATE " + DayPartitions.name(day));
            long removed = before.count() + late.count();
            // While there is a partition, no message of its day is anywhere else.
            statement.execute(
                    "DELETE FROM message_minute WHERE event_minute >= "
                            + DayPartitions.midnight(day)
                            + " AND event_minute < "
                            + DayPartitions.midnight(day + 1));
            TotalTable.removed(connection, removed);
            connection.commit();
            return removed;
        }
    }

    /** Needs a lock on the whole table, if only for an instant: tried again when it fails. */
    private void drop(Connection connection, long day) throws SQLException {
        partitions.forget(day);
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK_MAX);
            statement.execute("LOCK TABLE message IN ACCESS EXCLUSIVE MODE");
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT 1 FROM " + DayPartitions.name(day) + " LIMIT 1")) {
                if (row.next()) {
                    connection.rollback();
                    return;
                }
            }
            statement.execute("DROP TABLE " + DayPartitions.name(day));
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!DayPartitions.isInTheWay(e)) {
                throw e;
            }
        }
    }

    /** What is in the day with an id above {@code afterId}. */
    private static Seen look(
            Connection connection, long day, List<Expiry> expiries, Instant now, long afterId)
            throws SQLException {
        // Not NOT: without a level a condition on levels is neither true nor false.
        String due = expiries.isEmpty() ? "TRUE" : Expiry.anyOf(expiries);
        String from = " FROM " + DayPartitions.name(day) + " WHERE id > ?";
        try (PreparedStatement kept =
                        connection.prepareStatement(
                                "SELECT 1" + from + " AND " + due + " IS NOT TRUE LIMIT 1");
                PreparedStatement count =
                        connection.prepareStatement(
                                "SELECT COUNT(*), COALESCE(MAX(id), ?)" + from)) {
            kept.setLong(1, afterId);
            Expiry.bind(expiries, kept, 2, now, DIALECT);
            try (ResultSet row = kept.executeQuery()) {
                if (row.next()) {
                    return new Seen(true, 0, afterId);
                }
            }
            count.setLong(1, afterId);
            count.setLong(2, afterId);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return new Seen(false, row.getLong(1), row.getLong(2));
            }
        }
    }

    /** What a look found: anything to keep, and if not, how much up to which id. Immutable. */
    private record Seen(boolean kept, long count, long lastId) {}
}
