package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A PostgreSQL server, from version {@value #VERSION_MIN} on. It may be away when this is made: its
 * schema is brought up to date with the first connection, whoever wants that.
 *
 * <p>Thread-safe.
 */
final class PostgresDatabase implements Database {
    static final int VERSION_MIN = 15;

    /**
     * For each statement of a reader its moment comes before its plan: else a day that is attached
     * between the two is missing, with the rows that were moved into it (decision 0061).
     */
    private static final String ONE_MOMENT = "-c default_transaction_isolation=repeatable\\ read ";

    private static final Dialect DIALECT = new PostgresDialect();
    private static final int VERSION_UNIT = 10_000;
    private static final long PREPARE_WAIT_MILLIS = 500;

    /** Against a server that is there and does not answer. */
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    private static final String SETTINGS =
            "SELECT name, setting FROM pg_settings WHERE name IN"
                    + " ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'"
                    + " ORDER BY name";

    private final DatabaseConfig config;
    private final Driver driver = new Driver();
    private final ReaderPool readers;
    private final DayPartitions partitions;
    private final ReentrantLock preparing = new ReentrantLock();
    private volatile boolean prepared;
    private volatile @Nullable String danger;

    private PostgresDatabase(StoreConfig config, ThreadFactory threads) {
        this.config = config.database();
        this.partitions = new DayPartitions(Clock.systemUTC());
        this.readers = new ReaderPool(this::connectPooled, config, threads);
    }

    /**
     * Makes its pool; connects nowhere.
     *
     * @param threads makes the pool's housekeeping threads
     */
    static PostgresDatabase open(StoreConfig config, ThreadFactory threads) {
        return new PostgresDatabase(config, threads);
    }

    @Override
    public Dialect dialect() {
        return DIALECT;
    }

    @Override
    public Connection connectWriter() throws SQLException {
        prepare();
        return connect("writer", config.socketTimeout(), "");
    }

    @Override
    public Connection connectUpkeep() throws SQLException {
        prepare();
        return connect("upkeep", config.socketTimeout(), timeout(config.statementTimeout()));
    }

    @Override
    public Connection connectReader() throws SQLException {
        return readers.connect();
    }

    @Override
    public void discardReader(Connection connection) {
        readers.discard(connection);
    }

    @Override
    public void renewReaders() {
        readers.renew();
    }

    @Override
    public int snapshotIsolation() {
        return Connection.TRANSACTION_REPEATABLE_READ;
    }

    @Override
    public @Nullable String shortage() {
        // Its disk is not ours to see; 53100 is what it says itself.
        return null;
    }

    @Override
    public @Nullable String danger() {
        return danger;
    }

    @Override
    public WholeDays wholeDays() {
        return new PostgresDays(partitions);
    }

    @Override
    public long bytes(Connection connection) throws SQLException {
        return Database.number(connection, "SELECT pg_database_size(current_database())");
    }

    @Override
    public long messageBytes(Connection connection) throws SQLException {
        return Database.number(
                connection,
                "SELECT COALESCE(SUM(pg_total_relation_size(inhrelid)), 0) FROM pg_inherits"
                        + " WHERE inhparent = 'message'::regclass");
    }

    @Override
    public MessageWriter messageWriter(Connection connection) throws SQLException {
        return new CopyMessageWriter(connection, partitions);
    }

    @Override
    public void upkeep() throws SQLException {
        try (Connection connection = connectUpkeep()) {
            danger = dangerOf(connection);
            partitions.makeAhead(connection);
        }
    }

    @Override
    public void close() {
        readers.close();
        try {
            // It registered itself with the DriverManager, which would keep the WAR's classes.
            if (Driver.isRegistered()) {
                Driver.deregister();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL's driver: cannot be deregistered", e);
        }
    }

    private Connection connectPooled() throws SQLException {
        prepare();
        String options = ONE_MOMENT + timeout(config.statementTimeout());
        return connect("query", config.socketTimeout(), options);
    }

    private void prepare() throws SQLException {
        if (prepared) {
            return;
        }
        if (!lockPreparing()) {
            throw new SQLException("its schema is being brought up to date", "57P03");
        }
        try {
            if (!prepared) {
                // A migration may take long, and must not be cut by a timeout.
                try (Connection connection = connect("schema", Duration.ZERO, "")) {
                    check(connection);
                    danger = dangerOf(connection);
                    Schema.migrate(
                            (Connector) () -> connect("schema", Duration.ZERO, ""), "postgresql");
                    partitions.makeAhead(connection);
                }
                prepared = true;
            }
        } finally {
            preparing.unlock();
        }
    }

    private boolean lockPreparing() {
        try {
            return preparing.tryLock(PREPARE_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Connection connect(String role, Duration socketTimeout, String options)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.currentPassword());
        properties.setProperty("ApplicationName", "logdrive-destination-" + role);
        properties.setProperty("connectTimeout", seconds(CONNECT_MAX));
        properties.setProperty("loginTimeout", seconds(CONNECT_MAX));
        properties.setProperty("socketTimeout", seconds(socketTimeout));
        properties.setProperty("tcpKeepAlive", "true");
        if (!options.isEmpty()) {
            properties.setProperty("options", options);
        }
        Connection connection = driver.connect(config.url(), properties);
        if (connection == null) {
            throw new SQLException(config.shownUrl() + ": expected a URL of PostgreSQL", "08001");
        }
        return connection;
    }

    private static String timeout(Duration duration) {
        return "-c statement_timeout=" + duration.toMillis();
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }

    private static void check(Connection connection) throws SQLException {
        int version = Integer.parseInt(setting(connection, "server_version_num"));
        if (version < VERSION_MIN * VERSION_UNIT) {
            throw new SQLException(
                    "PostgreSQL: expected version "
                            + VERSION_MIN
                            + " or newer, found "
                            + setting(connection, "server_version"),
                    "0A000");
        }
        String encoding = setting(connection, "server_encoding");
        if (!encoding.equals("UTF8")) {
            throw new SQLException(
                    "PostgreSQL: expected a database with the encoding UTF8, found " + encoding,
                    "0A000");
        }
    }

    private static @Nullable String dangerOf(Connection connection) throws SQLException {
        StringJoiner off = new StringJoiner(", ");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SETTINGS)) {
            while (rows.next()) {
                off.add(rows.getString(1));
            }
        }
        return off.length() == 0
                ? null
                : "PostgreSQL: expected fsync, full_page_writes and synchronous_commit on, found "
                        + off
                        + " off: a crash loses lines that were acknowledged";
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
