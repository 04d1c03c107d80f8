package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Removes messages for good, with all that counts them, in one transaction. The ledger goes on to
 * know them (decision 0064).
 *
 * <p>Immutable.
 *
 * @param condition of SQL, with its values; what it holds for must not depend on anything that is
 *     committed meanwhile, other than by a removal
 */
record Removal(String condition, List<Object> values) {

    /**
     * Removes within the caller's transaction, which {@link Dialect#begin} began.
     *
     * @return how many
     */
    long run(Connection connection, Dialect dialect) throws SQLException {
        if (!isAny(connection)) {
            return 0;
        }
        TotalTable.lock(connection, dialect);
        try (MinuteTable minutes = new MinuteTable(connection, dialect);
                PreparedStatement delete =
                        prepare(connection, "DELETE FROM message WHERE " + condition)) {
            long counted = count(connection, dialect, minutes);
            long removed = delete.executeUpdate();
            if (removed != counted) {
                throw new IllegalStateException(
                        "messages removed: expected " + counted + ", found " + removed);
            }
            minutes.save();
            TotalTable.removed(connection, removed);
            return removed;
        }
    }

    private boolean isAny(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        prepare(
                                connection,
                                "SELECT 1 FROM message WHERE " + condition + " LIMIT 1");
                ResultSet row = statement.executeQuery()) {
            return row.next();
        }
    }

    private long count(Connection connection, Dialect dialect, MinuteTable minutes)
            throws SQLException {
        String minute = dialect.stepOf("event_time", MinuteTable.MINUTE_MICROS);
        String sql =
                "SELECT COUNT(*), level, "
                        + minute
                        + " FROM message WHERE "
                        + condition
                        + " GROUP BY level, "
                        + minute;
        long sum = 0;
        try (PreparedStatement statement = prepare(connection, sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                long count = rows.getLong(1);
                sum += count;
                minutes.removed(
                        dialect.stepStart(rows, 3, MinuteTable.MINUTE_MICROS),
                        rows.getInt(2),
                        count);
            }
        }
        return sum;
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
