package io.logdrive.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Properties;

/**
 * A data directory whose database holds many rows, with a ledger that accounts for them, as if they
 * had come one by one.
 *
 * <p>Confined to the main thread.
 */
final class FilledData {
    private static final String INTO_ORIGIN =
            "INSERT INTO origin (id, kind, peer, host, name, first_seen, last_seen, received,"
                    + " stored) VALUES (?, 'lines', ?, ?, ?, ?, ?, ?, ?)";
    private static final String INTO_LEDGER =
            "INSERT INTO ledger (origin_id, first, last, stored, filtered, dead)"
                    + " VALUES (?, 0, ?, ?, 0, 0)";
    private static final String TOTAL =
            "UPDATE ledger_total SET next_id = ?, origins = origins + ?, received = received + ?,"
                    + " stored = stored + ?";

    private final Layout layout;
    private final Database database;
    private final Path data;

    FilledData(Layout layout, Database database, Path data) {
        this.layout = layout;
        this.database = database;
        this.data = data;
    }

    /**
     * Fills it, unless it holds that many rows already.
     *
     * @param options of the server that makes the schema
     */
    GeneratedRows fill(long count, int days, Server.Options options) throws Exception {
        Path note = data.resolve("filled.properties");
        if (Files.exists(note)) {
            return read(note, count, days);
        }
        makeSchema(options);
        GeneratedRows rows = add(count, days);
        write(note, rows);
        return rows;
    }

    /** Starts a server on the empty directory and stops it again. */
    void makeSchema(Server.Options options) throws IOException, InterruptedException {
        try (Server server = Server.start(layout, options, data)) {
            server.stop();
        }
    }

    /** Adds {@code count} rows to those that are there, while no server runs. */
    GeneratedRows add(long count, int days) throws SQLException, IOException {
        long now = Instant.now().toEpochMilli() * 1_000;
        try (Connection connection = database.open(data)) {
            GeneratedRows rows = new GeneratedRows(count, days, now, nextId(connection));
            database.load(connection, rows, count);
            account(connection, database, rows);
            return rows;
        }
    }

    private static long nextId(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT next_id FROM ledger_total")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Enters origins, ledger and sums for the rows. */
    static void account(Connection connection, Database database, GeneratedRows rows)
            throws SQLException, IOException {
        connection.setAutoCommit(false);
        try (PreparedStatement origin = connection.prepareStatement(INTO_ORIGIN);
                PreparedStatement ledger = connection.prepareStatement(INTO_LEDGER);
                PreparedStatement total = connection.prepareStatement(TOTAL)) {
            for (int number = 0; number < GeneratedRows.ORIGINS; number++) {
                long count = rows.countOf(number);
                origin.setObject(1, database.uuid(rows.origin(number)));
                origin.setString(2, "127.0.0.1:" + (40_000 + number));
                origin.setString(3, "127.0.0.1");
                origin.setString(4, "filled " + number);
                origin.setObject(5, database.time(rows.startMicros()));
                origin.setObject(6, database.time(rows.endMicros()));
                origin.setLong(7, count);
                origin.setLong(8, count);
                origin.executeUpdate();
                ledger.setObject(1, database.uuid(rows.origin(number)));
                ledger.setLong(2, count - 1);
                ledger.setLong(3, count);
                ledger.executeUpdate();
            }
            total.setLong(1, rows.firstId() + rows.count());
            total.setLong(2, GeneratedRows.ORIGINS);
            total.setLong(3, rows.count());
            total.setLong(4, rows.count());
            total.executeUpdate();
            database.migrations().countMinutes(connection);
        }
        connection.commit();
    }

    private static GeneratedRows read(Path note, long count, int days) throws IOException {
        Properties found = new Properties();
        try (Reader reader = Files.newBufferedReader(note)) {
            found.load(reader);
        }
        GeneratedRows rows =
                new GeneratedRows(
                        Long.parseLong(found.getProperty("rows")),
                        Integer.parseInt(found.getProperty("days")),
                        Long.parseLong(found.getProperty("end")));
        if (rows.count() != count || rows.days() != days) {
            throw new BenchmarkException(
                    "--data: expected "
                            + count
                            + " rows of "
                            + days
                            + " days, found "
                            + rows.count()
                            + " of "
                            + rows.days());
        }
        return rows;
    }

    private static void write(Path note, GeneratedRows rows) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("rows", Long.toString(rows.count()));
        properties.setProperty("days", Integer.toString(rows.days()));
        properties.setProperty("end", Long.toString(rows.endMicros()));
        try (Writer writer = Files.newBufferedWriter(note)) {
            properties.store(writer, null);
        }
    }
}
