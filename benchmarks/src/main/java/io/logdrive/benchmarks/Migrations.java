package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The product's schema, from its own scripts.
 *
 * <p>Immutable.
 *
 * @param folder where they are
 */
record Migrations(Path folder) {
    /** Makes all of it in the empty database of {@code connection}, which a failure closes. */
    Connection into(Connection connection) throws SQLException, IOException {
        try {
            apply(connection);
            return connection;
        } catch (SQLException | IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void apply(Connection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            for (Path script : inOrder()) {
                for (String sql : statements(Files.readString(script))) {
                    statement.execute(sql);
                }
            }
        }
    }

    /** No script has a text in quotes that holds a semicolon or two dashes. */
    private static List<String> statements(String script) {
        return Stream.of(script.replaceAll("--.*", "").split(";", -1))
                .map(String::strip)
                .filter(sql -> !sql.isEmpty())
                .toList();
    }

    private List<Path> inOrder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted(Comparator.comparingInt(Migrations::version))
                    .toList();
        }
    }

    /** 12 of {@code V12__what.sql}. */
    private static int version(Path file) {
        String name = String.valueOf(file.getFileName());
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }
}
