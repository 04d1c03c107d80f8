package io.logdrive.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.h2.tools.RunScript;

/** Opens H2 files the way the destination does. Thread-safe. */
final class H2File {
    /** As the destination's {@code H2Database} has them. */
    private static final String SETTINGS =
            ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";

    private static final String USER = "logdrive";

    private H2File() {}

    /** A new file with the product's schema. */
    static Connection create(Path file, Path migrations) throws SQLException, IOException {
        Connection connection = connect(file, SETTINGS);
        try {
            for (Path migration : inOrder(migrations)) {
                try (Reader script = Files.newBufferedReader(migration)) {
                    RunScript.execute(connection, script);
                }
            }
            return connection;
        } catch (SQLException | IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** An existing file, whose rows are handed out one by one instead of gathered before. */
    static Connection openToScan(Path file) throws SQLException {
        return connect(file, SETTINGS + ";IFEXISTS=TRUE;LAZY_QUERY_EXECUTION=TRUE");
    }

    private static Connection connect(Path file, String settings) throws SQLException {
        return DriverManager.getConnection("jdbc:h2:file:" + file + settings, USER, "");
    }

    private static List<Path> inOrder(Path migrations) throws IOException {
        try (Stream<Path> files = Files.list(migrations)) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted(Comparator.comparingInt(H2File::version))
                    .toList();
        }
    }

    /** 12 of {@code V12__what.sql}. */
    private static int version(Path file) {
        String name = String.valueOf(file.getFileName());
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }
}
