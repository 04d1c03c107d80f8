package io.logdrive.systemtest;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** The database that a destination has without being told of one. Immutable. */
final class H2Database implements TestedDatabase {
    private final Path data;

    /** The destination's folder for data. */
    H2Database(Path data) {
        this.data = data;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:h2:file:"
                        + data.resolve("h2/logdrive")
                        + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r;LAZY_QUERY_EXECUTION=TRUE",
                "logdrive",
                "");
    }
}
