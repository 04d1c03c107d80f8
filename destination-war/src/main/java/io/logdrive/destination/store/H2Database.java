package io.logdrive.destination.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadFactory;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/**
 * H2, embedded, in a file beneath the data directory.
 *
 * <p>Thread-safe.
 */
final class H2Database implements Database {
    /** The version whose behaviour under kill -9 was tried (RELIABILITY M2). */
    static final String VERSION = "2.4.240";

    private static final Dialect DIALECT = new H2Dialect();
    private static final String IN_USE = "90020";

    // WRITE_DELAY=0: without it, kill -9 loses rows that were committed (RELIABILITY M1).
    private static final String SETTINGS =
            ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;CACHE_SIZE=1024";

    static {
        // H2 looks every text up in a cache of recent values, which hashes whole messages: a tenth
        // of the writer's time, for texts that hardly ever repeat. Read once, when H2 is loaded.
        if (System.getProperty("h2.objectCache") == null) {
            System.setProperty("h2.objectCache", "false");
        }
    }

    private final JdbcDataSource source;
    private final ReaderPool readers;
    private final FreeDisk disk;
    private final Path file;

    private H2Database(JdbcDataSource source, ReaderPool readers, FreeDisk disk, Path file) {
        this.source = source;
        this.readers = readers;
        this.disk = disk;
        this.file = file;
    }

    /**
     * Opens the database, creating it if it is not there, and brings its schema up to date.
     *
     * @param threads makes the pool's housekeeping threads
     * @throws StoreException when it is in use, damaged, of another version or password
     */
    static H2Database open(StoreConfig config, ThreadFactory threads) {
        Path file = config.data().resolve("h2").resolve("logdrive");
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + file + SETTINGS);
        source.setUser(config.database().user());
        try {
            source.setPassword(config.database().currentPassword());
            Files.createDirectories(config.data().resolve("h2"));
            // Kept open meanwhile: H2 closes the file with the last connection.
            try (Connection connection = source.getConnection()) {
                assertVersion(connection);
                Schema.migrate(source, "h2");
                FreeDisk disk = new FreeDisk(config.data().resolve("h2"), config.diskFreeMin());
                return new H2Database(
                        source,
                        new ReaderPool(source::getConnection, config, threads),
                        disk,
                        Path.of(file + ".mv.db"));
            }
        } catch (IOException | SQLException | RuntimeException e) {
            String message =
                    "database " + file + ".mv.db: cannot open: " + SqlFailure.reason(e) + remedy(e);
            throw e instanceof SQLException refused && IN_USE.equals(refused.getSQLState())
                    ? new StoreException.InUse(message, e)
                    : new StoreException(message, e);
        }
    }

    @Override
    public Dialect dialect() {
        return DIALECT;
    }

    @Override
    public Connection connectWriter() throws SQLException {
        return source.getConnection();
    }

    @Override
    public Connection connectUpkeep() throws SQLException {
        return source.getConnection();
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
        return Connection.TRANSACTION_SERIALIZABLE;
    }

    @Override
    public @Nullable String shortage() {
        return disk.shortage();
    }

    @Override
    public FreeDisk disk() {
        return disk;
    }

    @Override
    public long bytes(Connection connection) {
        return file.toFile().length();
    }

    @Override
    public long messageBytes(Connection connection) throws SQLException {
        return Database.number(
                connection, "CALL DB_OBJECT_APPROXIMATE_TOTAL_SIZE('TABLE', SCHEMA(), 'MESSAGE')");
    }

    @Override
    public MessageWriter messageWriter(Connection connection) throws SQLException {
        return new MultiRowMessageWriter(connection, DIALECT);
    }

    @Override
    public void close() {
        readers.close();
        // H2 registered itself with the DriverManager, which would keep the WAR's classes.
        org.h2.Driver.unload();
    }

    private static String remedy(Exception failure) {
        return failure instanceof SQLException refused && "28000".equals(refused.getSQLState())
                ? "; expected logdrive.destination.database.user and .password that it was made"
                        + " with"
                : "";
    }

    private static void assertVersion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT H2VERSION()")) {
            String found = row.next() ? row.getString(1) : "none";
            if (!VERSION.equals(found)) {
                throw new StoreException(
                        "H2: expected version "
                                + VERSION
                                + " of the WAR, found "
                                + found
                                + ": is class-loader delegate=\"false\" in glassfish-web.xml?",
                        null);
            }
        }
    }
}
