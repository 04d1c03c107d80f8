package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of {@code message} by id.
 *
 * <p>Confined to the thread of one query.
 */
final class MessageRows implements AutoCloseable {
    private final PreparedStatement byId;
    private final Set<MessageColumn> columns;

    MessageRows(Connection connection, Set<MessageColumn> columns) throws SQLException {
        this.columns = columns;
        StringJoiner list = new StringJoiner(", ");
        for (MessageColumn column : MessageColumn.values()) {
            // Always all twelve places, so that each column has a fixed number.
            list.add(columns.contains(column) ? column.sqlName() : "NULL");
        }
        this.byId = connection.prepareStatement("SELECT " + list + " FROM message WHERE id = ?");
    }

    /** Null when there is none. */
    @Nullable StoredMessage read(long id, Deadline deadline) throws SQLException {
        deadline.check();
        byId.setLong(1, id);
        try (ResultSet row = byId.executeQuery()) {
            return row.next() ? message(row) : null;
        }
    }

    @Override
    public void close() throws SQLException {
        byId.close();
    }

    private StoredMessage message(ResultSet row) throws SQLException {
        return new StoredMessage(
                row.getLong(1),
                micros(row, 2),
                micros(row, 3),
                columns.contains(MessageColumn.LEVEL) ? level(row) : null,
                row.getString(5),
                row.getString(6),
                columns.contains(MessageColumn.ORIGIN) ? row.getObject(7, UUID.class) : null,
                row.getLong(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getInt(12));
    }

    private static @Nullable Integer level(ResultSet row) throws SQLException {
        int level = row.getInt(4);
        return row.wasNull() ? null : level;
    }

    private static long micros(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? 0 : Instants.micros(time);
    }
}
