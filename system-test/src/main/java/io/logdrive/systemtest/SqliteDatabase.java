package io.logdrive.systemtest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** A file of SQLite. Immutable. */
final class SqliteDatabase implements TestedDatabase {
    private final Path file;

    SqliteDatabase(Path file) {
        this.file = file;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("logdrive.destination.database.url", url());
    }

    @Override
    public Connection connect() throws SQLException {
        if (!Files.isRegularFile(file)) {
            // SQLite would make it, and an empty one has no faults.
            throw new SQLException(file + ": expected a file, found none");
        }
        return DriverManager.getConnection(url());
    }

    private String url() {
        return "jdbc:sqlite:" + file;
    }
}
