package io.logdrive.destination.store;

import io.logdrive.destination.store.MessageFilter.ClockColumn;
import io.logdrive.destination.store.MessageFilter.Range;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Where within a range there are messages: the first and the last time of all.
 *
 * <p>Confined to the thread of one query.
 */
final class Edges {
    private final Connection connection;
    private final Dialect dialect;
    private final ClockColumn clock;
    private final Deadline deadline;

    Edges(Connection connection, Dialect dialect, ClockColumn clock, Deadline deadline) {
        this.connection = connection;
        this.dialect = dialect;
        this.clock = clock;
        this.deadline = deadline;
    }

    /** The time of the first message; 0 when there is none. */
    long first() throws SQLException {
        return time("MIN");
    }

    /** From the first message to the last. */
    Range present() throws SQLException {
        return new Range(first(), time("MAX") + 1);
    }

    private long time(String function) throws SQLException {
        String sql = "SELECT " + function + "(" + clock.column().sqlName() + ") FROM message";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            deadline.limit(statement);
            try (ResultSet row = statement.executeQuery()) {
                deadline.check();
                return row.next() ? dialect.micros(row, 1) : 0;
            }
        }
    }
}
