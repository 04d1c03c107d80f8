package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;

class FailureWordsTest {
    @Test
    void saysWhatTheServerSaysOfItself() {
        assertThat(words("Connection to db:5432 refused. Check it.\nmore", "08001"))
                .isEqualTo(
                        "database refuses connections: Connection to db:5432 refused. Check it.");
        assertThat(words("An I/O error occurred.", "08006"))
                .isEqualTo("connection to the database broke: An I/O error occurred.");
        assertThat(words("FATAL: the database system is starting up", "57P03"))
                .isEqualTo(
                        "database is starting or stopping: FATAL: the database system is starting"
                                + " up");
        assertThat(words("FATAL: sorry, too many clients already", "53300"))
                .isEqualTo("database has no room for more: FATAL: sorry, too many clients already");
        assertThat(words("PostgreSQL: expected version 15 or newer, found 14", "0A000"))
                .isEqualTo(
                        "database cannot be used: PostgreSQL: expected version 15 or newer, found"
                                + " 14");
        assertThat(words("disk of /data: expected at least 8 KiB free, found 4 KiB", "53100"))
                .isEqualTo(
                        "disk is full: disk of /data: expected at least 8 KiB free, found 4 KiB");
    }

    @Test
    void keepsSqlAndValuesAndUsersToItself() {
        assertThat(
                        words(
                                "Syntax error in SQL statement \"SELECT secret\"; SQL statement:",
                                "42000"))
                .isEqualTo("database fails (SQLSTATE 42000)");
        assertThat(words("Data conversion error converting \"secret\"", "22018"))
                .isEqualTo("database fails (SQLSTATE 22018)");
        assertThat(words("password authentication failed for user \"secret\"", "28P01"))
                .isEqualTo("database refuses the user or the password (SQLSTATE 28P01)");
        assertThat(words("cannot execute INSERT INTO secret", "25006"))
                .isEqualTo("database is read-only (SQLSTATE 25006)");
        assertThat(words("refused; SQL statement: SELECT secret", "08001"))
                .isEqualTo("database refuses connections: refused");
        assertThat(FailureWords.of(new IllegalStateException("secret")))
                .isEqualTo("database fails");
    }

    @Test
    void looksForTheFailureBeneathThatOfThePool() {
        SQLException real = new SQLException("Connection refused", "08001", new IOException("x"));
        Throwable pool = new SQLTransientConnectionException("pool: timed out after 2 s", real);

        assertThat(FailureWords.of(new StoreException.Away("database: x", pool)))
                .isEqualTo("database refuses connections: Connection refused");
    }

    private static String words(String message, String state) {
        return FailureWords.of(new SQLException(message, state));
    }
}
