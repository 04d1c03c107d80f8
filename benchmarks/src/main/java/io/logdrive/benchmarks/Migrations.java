package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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

    /** Counts the messages that are there by the minute anew, as the product does in an upgrade. */
    void countMinutes(Connection connection) throws SQLException, IOException {
        List<String> found =
                statements().filter(sql -> sql.startsWith("INSERT INTO message_minute")).toList();
        if (found.size() != 1) {
            throw new BenchmarkException(
                    folder + ": expected one INSERT INTO message_minute, found " + found.size());
        }
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM message_minute");
            statement.executeUpdate(found.get(0));
        }
    }

    private void apply(Connection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements().toList()) {
                statement.execute(sql);
            }
        }
    }

    private Stream<String> statements() throws IOException {
        List<String> scripts = new ArrayList<>();
        for (Path script : inOrder()) {
            scripts.add(Files.readString(script));
        }
        return scripts.stream().flatMap(Migrations::statements);
    }

    /** No script has a text in quotes that holds a semicolon or two dashes. */
    private static Stream<String> statements(String script) {
        return Stream.of(script.replaceAll("--.*", "").split(";", -1))
                .map(String::strip)
                .filter(sql -> !sql.isEmpty());
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
