package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The floor: rows inserted by a bare loop, with nothing before it and no ledger beside it.
 *
 * <p>Confined to the thread that calls it.
 */
final class JdbcFloor {
    private static final int COLUMNS = 12;
    private static final String INTO =
            "INSERT INTO message (id, event_time, received_time, level, service, host, origin_id,"
                    + " sequence, tags, body, fields, flags) VALUES ";
    private static final String VALUES = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Path migrations;
    private final SampleRows rows;

    JdbcFloor(Path migrations, SampleRows rows) {
        this.migrations = migrations;
        this.rows = rows;
    }

    /** Inserts rows 0 to {@code count} into a new file and says how long it took. */
    Duration insert(Path file, Variant variant, long count) throws SQLException, IOException {
        try (Connection connection = H2File.create(file, migrations)) {
            connection.setAutoCommit(false);
            String many = INTO + (VALUES + ", ").repeat(variant.rowsPerStatement - 1) + VALUES;
            try (PreparedStatement statement = connection.prepareStatement(many);
                    PreparedStatement one = connection.prepareStatement(INTO + VALUES)) {
                long start = System.nanoTime();
                for (long first = 0; first < count; first += variant.rowsPerTransaction) {
                    long end = Math.min(count, first + variant.rowsPerTransaction);
                    if (variant.rowsPerStatement == 1) {
                        batch(one, first, end);
                    } else {
                        multiRow(statement, one, first, end);
                    }
                    connection.commit();
                }
                return Duration.ofNanos(System.nanoTime() - start);
            }
        }
    }

    private void batch(PreparedStatement one, long first, long end) throws SQLException {
        for (long number = first; number < end; number++) {
            bind(one, 0, number);
            one.addBatch();
        }
        one.executeBatch();
    }

    private void multiRow(PreparedStatement many, PreparedStatement one, long first, long end)
            throws SQLException {
        long next = first;
        int rowsPerStatement = Variant.MULTI_ROW.rowsPerStatement;
        while (end - next >= rowsPerStatement) {
            for (int i = 0; i < rowsPerStatement; i++, next++) {
                bind(many, i * COLUMNS, next);
            }
            many.executeUpdate();
        }
        batch(one, next, end);
    }

    private void bind(PreparedStatement statement, int offset, long number) throws SQLException {
        SampleRow row = rows.row(number);
        statement.setLong(offset + 1, number + 1);
        statement.setObject(offset + 2, time(row.timeMicros()));
        statement.setObject(offset + 3, time(row.receivedMicros()));
        if (row.level() == null) {
            statement.setNull(offset + 4, Types.SMALLINT);
        } else {
            statement.setInt(offset + 4, row.level());
        }
        statement.setString(offset + 5, row.texts().service());
        statement.setString(offset + 6, row.texts().host());
        statement.setObject(offset + 7, row.origin());
        statement.setLong(offset + 8, row.sequence());
        statement.setString(offset + 9, row.texts().tags());
        statement.setString(offset + 10, row.texts().body());
        statement.setString(offset + 11, row.texts().fields());
        statement.setInt(offset + 12, 0);
    }

    private static OffsetDateTime time(long micros) {
        return OffsetDateTime.of(
                LocalDateTime.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000L),
                        (int) Math.floorMod(micros, 1_000_000L) * 1_000,
                        ZoneOffset.UTC),
                ZoneOffset.UTC);
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

        String text() {
            return text;
        }
    }
}
