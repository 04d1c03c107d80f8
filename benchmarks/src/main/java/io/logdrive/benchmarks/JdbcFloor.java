package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The floor of an embedded database: rows inserted by a bare JDBC loop.
 *
 * <p>Confined to the thread that calls it.
 */
final class JdbcFloor implements Floor {
    private static final int COLUMNS = 12;
    private static final String INTO =
            "INSERT INTO message (id, event_time, received_time, level, service, host, origin_id,"
                    + " sequence, tags, body, fields, flags) VALUES ";
    private static final String VALUES = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Database database;
    private final Variant variant;

    JdbcFloor(Database database, Variant variant) {
        this.database = database;
        this.variant = variant;
    }

    /** All variants, the one that anybody would write first. */
    static List<Floor> of(Database database) {
        return Arrays.stream(Variant.values())
                .<Floor>map(variant -> new JdbcFloor(database, variant))
                .toList();
    }

    @Override
    public String text() {
        return variant.text;
    }

    @Override
    public Duration insert(Path data, Rows rows, long count) throws SQLException, IOException {
        try (Connection connection = database.create(data)) {
            return insert(connection, rows, count);
        }
    }

    Duration insert(Connection connection, Rows rows, long count) throws SQLException {
        connection.setAutoCommit(false);
        String many = INTO + (VALUES + ", ").repeat(variant.rowsPerStatement - 1) + VALUES;
        try (PreparedStatement statement = connection.prepareStatement(many);
                PreparedStatement one = connection.prepareStatement(INTO + VALUES)) {
            Loop loop = new Loop(statement, one, rows);
            long start = System.nanoTime();
            for (long first = 0; first < count; first += variant.rowsPerTransaction) {
                long end = Math.min(count, first + variant.rowsPerTransaction);
                if (variant.rowsPerStatement == 1) {
                    loop.batch(first, end);
                } else {
                    loop.multiRow(first, end);
                }
                connection.commit();
            }
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    /** What is prepared for one insertion. Confined as its owner. */
    private final class Loop {
        private final PreparedStatement many;
        private final PreparedStatement one;
        private final Rows rows;

        private Loop(PreparedStatement many, PreparedStatement one, Rows rows) {
            this.many = many;
            this.one = one;
            this.rows = rows;
        }

        private void batch(long first, long end) throws SQLException {
            for (long number = first; number < end; number++) {
                bind(one, 0, number);
                one.addBatch();
            }
            one.executeBatch();
        }

        private void multiRow(long first, long end) throws SQLException {
            long next = first;
            while (end - next >= variant.rowsPerStatement) {
                for (int i = 0; i < variant.rowsPerStatement; i++, next++) {
                    bind(many, i * COLUMNS, next);
                }
                many.executeUpdate();
            }
            batch(next, end);
        }

        private void bind(PreparedStatement statement, int offset, long number)
                throws SQLException {
            SampleRow row = rows.row(number);
            statement.setLong(offset + 1, rows.firstId() + number);
            statement.setObject(offset + 2, database.time(row.timeMicros()));
            statement.setObject(offset + 3, database.time(row.receivedMicros()));
            if (row.level() == null) {
                statement.setNull(offset + 4, Types.SMALLINT);
            } else {
                statement.setInt(offset + 4, row.level());
            }
            statement.setString(offset + 5, row.texts().service());
            statement.setString(offset + 6, row.texts().host());
            statement.setObject(offset + 7, database.uuid(row.origin()));
            statement.setLong(offset + 8, row.sequence());
            statement.setString(offset + 9, row.texts().tags());
            statement.setString(offset + 10, row.texts().body());
            statement.setString(offset + 11, row.texts().fields());
            statement.setInt(offset + 12, 0);
        }
    }

    /** How rows are grouped. Immutable. */
    enum Variant {
        /** What anybody would write first. */
        BATCH(1, 1_000, "JDBC batches of 1,000 rows a transaction"),
        /** As the destination's {@code MultiRowMessageWriter} and {@code StoreConfig} do it. */
        MULTI_ROW(32, 2_000, "32 rows a statement, 2,000 a transaction, as the destination does");

        private final int rowsPerStatement;
        private final int rowsPerTransaction;
        private final String text;

        Variant(int rowsPerStatement, int rowsPerTransaction, String text) {
            this.rowsPerStatement = rowsPerStatement;
            this.rowsPerTransaction = rowsPerTransaction;
            this.text = text;
        }
    }
}
