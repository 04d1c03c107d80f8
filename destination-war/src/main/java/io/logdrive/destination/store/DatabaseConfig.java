package io.logdrive.destination.store;

import io.logdrive.payara.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which database, and who we are to it.
 *
 * <p>Immutable.
 *
 * @param kind told by the URL
 * @param url as JDBC has it; empty for H2
 * @param user of H2 and PostgreSQL; H2's is created with the database
 * @param password of H2 and PostgreSQL; empty when there is a file
 * @param passwordFile the file with the password, or empty: read for every connection to
 *     PostgreSQL, so that a new password needs no restart
 * @param statementTimeout after which PostgreSQL ends a query by itself
 * @param socketTimeout how long a connection to PostgreSQL may be silent while it owes an answer
 */
public record DatabaseConfig(
        DatabaseKind kind,
        String url,
        String user,
        String password,
        String passwordFile,
        Duration statementTimeout,
        Duration socketTimeout) {
    private static final String USER = "logdrive";
    private static final String FILE_KEY = "logdrive.destination.database.password-file";
    // A little more than query.timeout-max, whose message is the better one.
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(65);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(90);

    private static final Pattern SECRET = Pattern.compile("[?&;](user|password)=");
    private static final Pattern VALUE = Pattern.compile("([?&;]\\w*(?i:password)\\w*=)[^&;]*");

    /** Reads the database's keys; problems stay with the reader. */
    static DatabaseConfig from(ConfigurationReader reader) {
        String url = reader.text("database.url", "", DatabaseConfig::masked);
        DatabaseKind kind = kind(url, reader);
        String user = reader.text("database.user", USER);
        String password = reader.secret("database.password", "");
        String file = reader.effectiveByKey().getOrDefault(FILE_KEY, "");
        Duration statement =
                reader.duration(
                        "database.statement-timeout",
                        STATEMENT_TIMEOUT,
                        Duration.ofSeconds(1),
                        Duration.ofHours(2));
        Duration socket =
                reader.duration(
                        "database.socket-timeout",
                        SOCKET_TIMEOUT,
                        Duration.ofSeconds(1),
                        Duration.ofHours(3));
        if (socket.compareTo(statement) <= 0) {
            reader.refuse(
                    "database.socket-timeout",
                    "more than database.statement-timeout, " + statement,
                    socket.toString());
        }
        return new DatabaseConfig(
                kind, url, user, file.isBlank() ? password : "", file, statement, socket);
    }

    /** The password as it is now. */
    String currentPassword() throws SQLException {
        if (passwordFile.isBlank()) {
            return password;
        }
        try {
            return Files.readString(Path.of(passwordFile)).strip();
        } catch (IOException e) {
            throw new SQLException(
                    "password file " + passwordFile + ": expected to read it, found " + e,
                    "28000",
                    e);
        }
    }

    /** Never a secret. */
    String shownUrl() {
        return masked(url);
    }

    /**
     * The URL without parameters: nothing that could be a secret.
     *
     * @param data where H2's file is beneath
     */
    String address(Path data) {
        if (kind == DatabaseKind.H2) {
            return "jdbc:h2:file:" + data.resolve("h2").resolve("logdrive");
        }
        int parameters = url.indexOf('?');
        return (parameters < 0 ? url : url.substring(0, parameters)).replaceAll("//[^/]*@", "//");
    }

    /** The file of an SQLite database. */
    Path sqliteFile() {
        return Path.of(url.substring(DatabaseKind.SQLITE.urlPrefix().length()))
                .toAbsolutePath()
                .normalize();
    }

    private static DatabaseKind kind(String url, ConfigurationReader reader) {
        if (url.isEmpty()) {
            return DatabaseKind.H2;
        }
        for (DatabaseKind kind : DatabaseKind.values()) {
            if (kind != DatabaseKind.H2 && url.startsWith(kind.urlPrefix())) {
                check(kind, url, reader);
                return kind;
            }
        }
        reader.refuse(
                "database.url",
                "jdbc:postgresql://host:port/database, jdbc:sqlite:file, or nothing for H2",
                masked(url));
        return DatabaseKind.H2;
    }

    private static void check(DatabaseKind kind, String url, ConfigurationReader reader) {
        if (kind == DatabaseKind.POSTGRESQL && SECRET.matcher(url).find()) {
            reader.refuse(
                    "database.url",
                    "no user and no password in it, but in database.user and database.password",
                    masked(url));
        }
        String rest = url.substring(kind.urlPrefix().length());
        // SQLite would take a database in memory, or what follows as settings.
        if (kind == DatabaseKind.SQLITE
                && (rest.isBlank()
                        || rest.contains("?")
                        || rest.indexOf('\0') >= 0
                        || rest.toLowerCase(Locale.ROOT).startsWith("file:")
                        || rest.startsWith(":"))) {
            reader.refuse("database.url", "jdbc:sqlite: and the path of a file", url);
        }
    }

    private static String masked(String url) {
        return VALUE.matcher(url).replaceAll("$1********");
    }
}
