package io.logdrive.destination.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * SQLite, a single file beside its write-ahead log. One transaction writes at a time; others wait.
 *
 * <p>Thread-safe.
 */
final class SqliteDatabase implements Database {
    private static final Dialect DIALECT = new SqliteDialect();

    private static final int BUSY_MILLIS = (int) TimeUnit.SECONDS.toMillis(10);

    /** Pages; what a group writes several times, such as inner pages of an index, stays. */
    private static final int CACHE_KIB = 32 << 10;

    private static final int CHECKPOINT_PAGES = 4_000;

    /** Instructions of SQLite's machine between two looks at the clock: about a millisecond. */
    private static final int LOOK_EVERY = 50_000;

    private final Path file;
    private final ReaderPool readers;
    private final FreeDisk disk;

    private SqliteDatabase(Path file, ReaderPool readers, FreeDisk disk) {
        this.file = file;
        this.readers = readers;
        this.disk = disk;
    }

    /**
     * Opens the file, creating it if it is not there, and brings its schema up to date.
     *
     * @param threads makes the pool's housekeeping threads
     * @throws StoreException when it cannot be opened
     */
    static SqliteDatabase open(StoreConfig config, ThreadFactory threads) {
        Path file = config.database().sqliteFile();
        try {
            Path folder = file.getParent();
            if (folder == null) {
                throw new IOException("expected a folder above it, found none");
            }
            Files.createDirectories(folder);
            SqliteLibrary.load(config.data());
            Schema.migrate((Connector) () -> connect(file), "sqlite");
            ReaderPool readers = new ReaderPool(() -> connect(file), config, threads);
            return new SqliteDatabase(file, readers, new FreeDisk(folder, config.diskFreeMin()));
        } catch (IOException | SQLException | RuntimeException e) {
            throw new StoreException(
                    "database " + file + ": cannot open: " + SqlFailure.reason(e), e);
        }
    }

    /** Ends the connection's statements when the deadline has passed: JDBC's timeout does not. */
    static void limit(Statement statement, BooleanSupplier over) throws SQLException {
        Connection connection = statement.getConnection();
        if (connection.isWrapperFor(SQLiteConnection.class)) {
            ProgressHandler.setHandler(
                    connection.unwrap(SQLiteConnection.class),
                    LOOK_EVERY,
                    new ProgressHandler() {
                        @Override
                        protected int progress() {
                            return over.getAsBoolean() ? 1 : 0;
                        }
                    });
        }
    }

    @Override
    public Dialect dialect() {
        return DIALECT;
    }

    @Override
    public Connection connectWriter() throws SQLException {
        return connect(file);
    }

    @Override
    public Connection connectUpkeep() throws SQLException {
        return connect(file);
    }

    @Override
    public Connection connectReader() throws SQLException {
        Connection connection = readers.connect();
        ProgressHandler.clearHandler(connection.unwrap(SQLiteConnection.class));
        return connection;
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
        return file.toFile().length() + Path.of(file + "-wal").toFile().length();
    }

    @Override
    public long messageBytes(Connection connection) throws SQLException {
        // Of the whole file, in which all else is little.
        return Database.number(
                connection,
                "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count(),"
                        + " pragma_freelist_count(), pragma_page_size()");
    }

    @Override
    public MessageWriter messageWriter(Connection connection) throws SQLException {
        return new MultiRowMessageWriter(connection, DIALECT);
    }

    @Override
    public void close() {
        readers.close();
    }

    /** Not by the driver's own class, which would register itself with the DriverManager. */
    private static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        // In WAL mode the log is synced at each commit, so that a power cut loses none.
        config.setSynchronous(SynchronousMode.FULL);
        // The driver begins the next transaction with each commit, so that IMMEDIATE would keep
        // all others out for ever; Dialect.lockAll takes the lock when it is needed.
        config.setTransactionMode(TransactionMode.DEFERRED);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-CACHE_KIB);
        config.setWalAutocheckpoint(CHECKPOINT_PAGES);
        String url = DatabaseKind.SQLITE.urlPrefix() + file;
        return new JDBC4Connection(url, file.toString(), config.toProperties());
    }
}
