package io.logdrive.benchmarks;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * The floor of PostgreSQL: {@code COPY} of rows that stand in a file in its own format already,
 * over one connection into the product's table with its partitions and indexes.
 *
 * <p>Confined to the thread that calls it.
 */
final class CopyFloor implements Floor {
    /** As the destination's {@code StoreConfig} has it for PostgreSQL. */
    private static final long GROUP_ROWS = 20_000;

    private static final int BUFFER = 64 << 10;

    private final PostgresDatabase database;
    private final long rowsPerTransaction;
    private final String text;

    private CopyFloor(PostgresDatabase database, long rowsPerTransaction, String text) {
        this.database = database;
        this.rowsPerTransaction = rowsPerTransaction;
        this.text = text;
    }

    static List<Floor> of(PostgresDatabase database) {
        return List.of(
                new CopyFloor(database, Long.MAX_VALUE, "bare COPY, one transaction"),
                new CopyFloor(
                        database,
                        GROUP_ROWS,
                        "bare COPY, 20,000 rows a transaction, as the destination does"));
    }

    /** Inserts as {@link Floor#insert} does, into an existing table, making the rows on the way. */
    static void load(Connection connection, Rows rows, long count)
            throws SQLException, IOException {
        try (OutputStream copy = copy(connection);
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(copy, BUFFER))) {
            CopyRows.begin(out);
            for (long number = 0; number < count; number++) {
                CopyRows.row(out, rows.firstId() + number, rows.row(number));
            }
            CopyRows.end(out);
        }
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public Duration insert(Path data, Rows rows, long count) throws SQLException, IOException {
        Path file = data.resolve("rows");
        List<Long> ends = write(file, rows, count);
        try (Connection connection = database.create(data)) {
            database.coverDays(
                    connection, rows.row(0).timeMicros(), rows.row(count - 1).timeMicros());
            database.settle(data);
            connection.setAutoCommit(false);
            try (FileChannel encoded = FileChannel.open(file)) {
                long start = System.nanoTime();
                long from = 0;
                for (long end : ends) {
                    copy(connection, encoded, from, end);
                    connection.commit();
                    from = end;
                }
                return Duration.ofNanos(System.nanoTime() - start);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Writes the rows without beginning and end, and says where each transaction's rows end. */
    private List<Long> write(Path file, Rows rows, long count) throws IOException {
        List<Long> ends = new ArrayList<>();
        try (FileChannel channel =
                        FileChannel.open(
                                file,
                                java.nio.file.StandardOpenOption.CREATE,
                                java.nio.file.StandardOpenOption.WRITE);
                DataOutputStream out =
                        new DataOutputStream(
                                new BufferedOutputStream(
                                        Channels.newOutputStream(channel), BUFFER))) {
            for (long number = 0; number < count; number++) {
                CopyRows.row(out, rows.firstId() + number, rows.row(number));
                if ((number + 1) % rowsPerTransaction == 0 || number + 1 == count) {
                    out.flush();
                    ends.add(channel.position());
                }
            }
        }
        return ends;
    }

    private static void copy(Connection connection, FileChannel encoded, long from, long end)
            throws SQLException, IOException {
        try (OutputStream copy = copy(connection)) {
            CopyRows.begin(new DataOutputStream(copy));
            WritableByteChannel channel = Channels.newChannel(copy);
            long next = from;
            while (next < end) {
                next += encoded.transferTo(next, end - next, channel);
            }
            CopyRows.end(new DataOutputStream(copy));
        }
    }

    private static OutputStream copy(Connection connection) throws SQLException {
        return new PGCopyOutputStream(connection.unwrap(PGConnection.class), CopyRows.SQL, BUFFER);
    }
}
