package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.Origin;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/**
 * A database with the first schema and {@value #PROPERTY} messages (20,000 unless set) is brought
 * up to date, and nothing in it is lost or taken twice.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class UpgradeIT {
    private static final String PROPERTY = "logdrive.test.upgrade.rows";
    private static final int ROWS = Integer.getInteger(PROPERTY, 20_000);
    private static final int PER_BATCH = 1_000;

    @TempDir Path data;
    private final TestDatabase kind;
    private final Origin origin = TestRecords.origin(1);

    UpgradeIT(TestDatabase kind) {
        this.kind = kind;
    }

    @Test
    void keepsAllAndGoesOn() throws Exception {
        DataSource source = source();
        // Kept open: H2 closes its file with the last connection.
        try (Connection connection = source.getConnection()) {
            migrateToTheFirst(source);
            fill(connection);
        }

        try (TestStore test = new TestStore(kind, data)) {
            // While a server's schema is brought up to date queries are refused.
            await().atMost(Duration.ofMinutes(10))
                    .ignoreExceptions()
                    .until(() -> !test.rows("SELECT removed FROM ledger_total").isEmpty());
            assertThat(test.rows("SELECT COUNT(*), COUNT(DISTINCT sequence) FROM message"))
                    .containsExactly(ROWS + "|" + ROWS);
            assertThat(
                            test.rows(
                                    "SELECT next_id, origins, received, stored, gaps, removed FROM"
                                            + " ledger_total"))
                    .containsExactly((ROWS + 1) + "|1|" + ROWS + "|" + ROWS + "|0|0");
            assertThat(test.rows("SELECT received, stored, gaps FROM origin"))
                    .containsExactly(ROWS + "|" + ROWS + "|0");

            test.offer(origin, ROWS - 5L, TestRecords.records(ROWS - 5L, 10))
                    .get(60, TimeUnit.SECONDS);

            assertThat(test.rows("SELECT MAX(id), COUNT(*) FROM message"))
                    .containsExactly((ROWS + 5) + "|" + (ROWS + 5));
            assertThat(test.records("already-stored")).isEqualTo(5);
        }
    }

    private void migrateToTheFirst(DataSource source) {
        String folder = kind.name().toLowerCase(java.util.Locale.ROOT);
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:sql/" + folder)
                .target("1")
                .load()
                .migrate();
    }

    private DataSource source() throws SQLException {
        StoreConfig config = TestStore.config(data, kind.settings(data));
        return switch (kind) {
            case H2 -> {
                JdbcDataSource source = new JdbcDataSource();
                source.setURL("jdbc:h2:file:" + data.resolve("h2/logdrive"));
                source.setUser(config.database().user());
                source.setPassword("");
                yield source;
            }
            case POSTGRESQL -> {
                PostgresServer.register();
                PGSimpleDataSource source = new PGSimpleDataSource();
                source.setUrl(config.database().url());
                source.setUser(config.database().user());
                source.setPassword("none");
                yield source;
            }
            case SQLITE -> {
                assertThat(data.resolve("sqlite").toFile().mkdir()).isTrue();
                SQLiteDataSource source = new SQLiteDataSource();
                source.setUrl(config.database().url());
                yield source;
            }
        };
    }

    private void fill(Connection connection) throws SQLException {
        Dialect dialect =
                switch (kind) {
                    case H2 -> new H2Dialect();
                    case POSTGRESQL -> new PostgresDialect();
                    case SQLITE -> new SqliteDialect();
                };
        connection.setAutoCommit(false);
        try (PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO message (id, event_time, received_time, origin_id,"
                                        + " sequence, body, flags) VALUES (?, ?, ?, ?, ?, ?, 0)");
                Statement statement = connection.createStatement()) {
            for (int n = 0; n < ROWS; n++) {
                insert.setLong(1, n + 1L);
                insert.setObject(2, dialect.time(TestRecords.NOON + 1_000L * n));
                insert.setObject(3, dialect.time(TestRecords.NOON + n));
                insert.setObject(4, dialect.uuid(origin.id()));
                insert.setLong(5, n);
                insert.setString(6, "line " + n);
                insert.addBatch();
                if (n % PER_BATCH == PER_BATCH - 1 || n == ROWS - 1) {
                    insert.executeBatch();
                }
            }
            try (PreparedStatement entry =
                    connection.prepareStatement(
                            "INSERT INTO origin (id, kind, peer, host, name, first_seen, last_seen)"
                                    + " VALUES (?, 'lines', '', '', '', ?, ?)")) {
                entry.setObject(1, dialect.uuid(origin.id()));
                // Now: an old one would be closed by the upkeep.
                Object now = dialect.time(System.currentTimeMillis() * 1_000);
                entry.setObject(2, now);
                entry.setObject(3, now);
                entry.executeUpdate();
            }
            try (ResultSet row = statement.executeQuery("SELECT id FROM origin")) {
                assertThat(row.next()).isTrue();
            }
            statement.executeUpdate(
                    "INSERT INTO ledger (origin_id, first, last, stored, filtered, dead) SELECT id,"
                            + " 0, "
                            + (ROWS - 1)
                            + ", "
                            + ROWS
                            + ", 0, 0 FROM origin");
            connection.commit();
        }
    }
}
