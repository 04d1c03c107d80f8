package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Inserts by {@code COPY} in PostgreSQL's binary format, which neither side has to print or parse
 * (decision 0062).
 *
 * <p>Confined to the writer's thread.
 */
final class CopyMessageWriter implements MessageWriter {
    private static final String COPY =
            "COPY message (" + BinaryRows.COLUMN_NAMES + ") FROM STDIN (FORMAT binary)";

    private final Connection connection;
    private final CopyManager copy;
    private final DayPartitions partitions;
    private final BinaryRows encoder = new BinaryRows();

    CopyMessageWriter(Connection connection, DayPartitions partitions) throws SQLException {
        this.connection = connection;
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI();
        this.partitions = partitions;
    }

    @Override
    public void insert(List<Row> rows, long firstId) throws SQLException {
        coverDays(rows);
        CopyIn in = copy.copyIn(COPY);
        try {
            encoder.write(rows, firstId, (bytes, length) -> in.writeToCopy(bytes, 0, length));
            in.endCopy();
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
    }

    private void coverDays(List<Row> rows) throws SQLException {
        long last = Long.MIN_VALUE;
        for (Row row : rows) {
            long day = Math.floorDiv(row.logRecord().timeMicros(), DayPartitions.MICROS_PER_DAY);
            if (day != last) {
                partitions.cover(connection, day);
                last = day;
            }
        }
    }
}
