package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** H2 files, opened the way the destination does. Confined to the main thread. */
final class H2Database implements Database {
    /** As the destination's {@code H2Database} has them. */
    private static final String SETTINGS =
            ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";

    private static final String USER = "logdrive";

    private final Migrations migrations;

    H2Database(Path migrations) {
        this.migrations = new Migrations(migrations);
    }

    @Override
    public String text() {
        return "H2 " + org.h2.engine.Constants.VERSION + ", embedded";
    }

    @Override
    public Map<String, String> settings(Path data) {
        return Map.of();
    }

    @Override
    public Migrations migrations() {
        return migrations;
    }

    @Override
    public Connection create(Path data) throws SQLException, IOException {
        return migrations.into(connect(data, SETTINGS));
    }

    @Override
    public Connection open(Path data) throws SQLException {
        return connect(data, SETTINGS + ";IFEXISTS=TRUE;LAZY_QUERY_EXECUTION=TRUE");
    }

    @Override
    public List<Floor> floors() {
        return JdbcFloor.of(this);
    }

    @Override
    public void load(Connection connection, Rows rows, long count) throws SQLException {
        new JdbcFloor(this, JdbcFloor.Variant.MULTI_ROW).insert(connection, rows, count);
    }

    private static Connection connect(Path data, String settings) throws SQLException {
        Path file = data.resolve("h2").resolve("logdrive").toAbsolutePath();
        return DriverManager.getConnection("jdbc:h2:file:" + file + settings, USER, "");
    }
}
