package io.logdrive.destination.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The databases that every test of the store runs on. Immutable. */
public enum TestDatabase {
    H2,
    POSTGRESQL,
    SQLITE;

    private static final String URL = "logdrive.destination.database.url";

    /** The configuration of a database that belongs to {@code data}: the same again, the same. */
    public Map<String, String> settings(Path data) {
        return switch (this) {
            case H2 -> Map.of();
            case POSTGRESQL ->
                    Map.of(
                            URL,
                            PostgresServer.database(name(data)),
                            "logdrive.destination.database.user",
                            PostgresServer.USER,
                            "logdrive.destination.database.password",
                            "none");
            case SQLITE -> Map.of(URL, "jdbc:sqlite:" + data.resolve("sqlite/logdrive.db"));
        };
    }

    /** What makes the database refuse to insert a message with that body. */
    List<String> refusing(String name, String body) {
        return this == SQLITE
                ? List.of(
                        "CREATE TRIGGER "
                                + name
                                + " BEFORE INSERT ON message WHEN NEW.body = '"
                                + body
                                + "' BEGIN SELECT RAISE(ABORT, '"
                                + name
                                + "'); END")
                : List.of(
                        "ALTER TABLE message ADD CONSTRAINT "
                                + name
                                + " CHECK (body <> '"
                                + body
                                + "')");
    }

    /** An expression for a time column in microseconds since the epoch. */
    String microsOf(String column) {
        return this == SQLITE
                ? column
                : "CAST(EXTRACT(EPOCH FROM " + column + ") * 1000000 AS BIGINT)";
    }

    /** Takes back what {@link #refusing} did. */
    String accepting(String name) {
        return this == SQLITE
                ? "DROP TRIGGER " + name
                : "ALTER TABLE message DROP CONSTRAINT " + name;
    }

    /** How the reason begins with which such a message is refused. */
    String refusal(String name) {
        return switch (this) {
            case H2 ->
                    "23513 Check constraint violation: \""
                            + name.toUpperCase(java.util.Locale.ROOT);
            case POSTGRESQL ->
                    "23514 ERROR: new row for relation \"message_other\" violates check constraint"
                            + " \""
                            + name
                            + "\"";
            case SQLITE -> "23514 [SQLITE_CONSTRAINT_TRIGGER] ";
        };
    }

    private static String name(Path data) {
        // TempDir's names are unique; a database's may have 63 characters.
        return "t" + Integer.toHexString(data.toAbsolutePath().toString().hashCode());
    }
}
