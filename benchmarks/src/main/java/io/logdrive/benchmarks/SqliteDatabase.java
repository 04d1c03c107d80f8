package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteJDBCLoader;

/** SQLite files, opened the way the destination does. Confined to the main thread. */
final class SqliteDatabase implements Database {
    /** As the destination's {@code SqliteDatabase} has them. */
    private static final int CACHE_KIB = 32 << 10;

    private static final int CHECKPOINT_PAGES = 4_000;

    private final Migrations migrations;

    SqliteDatabase(Path migrations) {
        this.migrations = new Migrations(migrations);
    }

    @Override
    public String text() {
        return "SQLite " + SQLiteJDBCLoader.getVersion() + ", embedded";
    }

    @Override
    public Map<String, String> settings(Path data) {
        return Map.of("logdrive.destination.database.url", "jdbc:sqlite:" + file(data));
    }

    @Override
    public Migrations migrations() {
        return migrations;
    }

    @Override
    public Connection create(Path data) throws SQLException, IOException {
        Files.createDirectories(data.resolve("sqlite"));
        return migrations.into(open(data));
    }

    @Override
    public Connection open(Path data) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setCacheSize(-CACHE_KIB);
        config.setWalAutocheckpoint(CHECKPOINT_PAGES);
        return config.createConnection("jdbc:sqlite:" + file(data));
    }

    @Override
    public List<Floor> floors() {
        return JdbcFloor.of(this);
    }

    @Override
    public void load(Connection connection, Rows rows, long count) throws SQLException {
        new JdbcFloor(this, JdbcFloor.Variant.MULTI_ROW).insert(connection, rows, count);
    }

    @Override
    public Object time(long micros) {
        return micros;
    }

    @Override
    public Object uuid(UUID uuid) {
        return uuid.toString();
    }

    private static Path file(Path data) {
        return data.resolve("sqlite").resolve("logdrive.db").toAbsolutePath();
    }
}
