package io.logdrive.destination.store;

import io.logdrive.wire.EncodedRecord;
import io.logdrive.wire.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/**
 * Inserts by one prepared {@code INSERT … VALUES (…), (…), …} for each {@value #ROWS} rows, and a
 * JDBC batch of single rows for the rest. On H2 this is faster than JDBC batches alone, because
 * each element of a batch is a statement of its own (decision 0023).
 *
 * <p>Confined to the writer's thread.
 */
final class MultiRowMessageWriter implements MessageWriter {
    private static final int ROWS = 32;
    private static final int COLUMNS = 12;
    private static final String INTO =
            "INSERT INTO message (id, event_time, received_time, level, service, host, origin_id,"
                    + " sequence, tags, body, fields, flags) VALUES ";
    private static final String VALUES = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Dialect dialect;
    private final PreparedStatement many;
    private final PreparedStatement one;
    private long lastReceivedMicros = Long.MIN_VALUE;
    private Object lastReceived = "";

    MultiRowMessageWriter(Connection connection, Dialect dialect) throws SQLException {
        this.dialect = dialect;
        this.many = connection.prepareStatement(INTO + (VALUES + ", ").repeat(ROWS - 1) + VALUES);
        this.one = connection.prepareStatement(INTO + VALUES);
    }

    @Override
    public void insert(List<Row> rows, long firstId) throws SQLException {
        int next = 0;
        while (rows.size() - next >= ROWS) {
            for (int i = 0; i < ROWS; i++, next++) {
                bind(many, i * COLUMNS, rows.get(next), firstId + next);
            }
            many.executeUpdate();
        }
        if (next == rows.size()) {
            return;
        }
        one.clearBatch();
        for (; next < rows.size(); next++) {
            bind(one, 0, rows.get(next), firstId + next);
            one.addBatch();
        }
        one.executeBatch();
    }

    private void bind(PreparedStatement statement, int offset, Row row, long id)
            throws SQLException {
        EncodedRecord logRecord = row.logRecord();
        statement.setLong(offset + 1, id);
        statement.setObject(offset + 2, dialect.time(logRecord.timeMicros()));
        statement.setObject(offset + 3, received(logRecord.receivedMicros()));
        Level level = logRecord.level();
        if (level == null) {
            statement.setNull(offset + 4, Types.SMALLINT);
        } else {
            statement.setInt(offset + 4, level.number());
        }
        statement.setString(offset + 5, logRecord.service());
        statement.setString(offset + 6, logRecord.host());
        statement.setObject(offset + 7, dialect.uuid(row.origin()));
        statement.setLong(offset + 8, row.sequence());
        statement.setString(offset + 9, JsonTexts.arrayOrNull(logRecord.tags()));
        statement.setString(offset + 10, logRecord.body());
        statement.setString(offset + 11, logRecord.fields());
        statement.setInt(offset + 12, logRecord.flags());
    }

    /** Lines of one socket read share their received time, so the last one is kept. */
    private Object received(long micros) {
        if (micros != lastReceivedMicros) {
            lastReceivedMicros = micros;
            lastReceived = dialect.time(micros);
        }
        return lastReceived;
    }
}
