package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The floors, the filling and the oracle on real databases with the product's schema. */
class TableIT {
    private static final Path SQL = Path.of("..", "sql").toAbsolutePath().normalize();
    private static final int ROWS = 2_345;
    private static final String FOUND =
            "SELECT COUNT(*) || ' ' || MIN(id) || ' ' || MAX(id) || ' ' || COUNT(DISTINCT"
                    + " event_time) || ' ' || COUNT(DISTINCT body) FROM message";

    private static PostgresDatabase postgres;

    @TempDir Path data;
    private Database h2;

    @BeforeAll
    static void startPostgres(@TempDir Path shared) throws Exception {
        postgres = PostgresDatabase.start(SQL.resolve("postgresql"), shared, Map.of());
    }

    @AfterAll
    static void stopPostgres() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void openH2() {
        h2 = new H2Database(SQL.resolve("h2"));
    }

    @Test
    void allFloorsInsertTheSameRows() throws Exception {
        List<Database> all = List.of(h2, new SqliteDatabase(SQL.resolve("sqlite")), postgres);

        for (Database database : all) {
            assertThat(database.floors()).hasSize(2);
            for (Floor floor : database.floors()) {
                Path own = Files.createTempDirectory(data, "floor");
                floor.insert(own, rows(), ROWS);

                try (Connection connection = database.open(own)) {
                    assertThat(one(connection, FOUND)).isEqualTo("2345 1 2345 2345 2");
                    assertThatCode(() -> RowCheck.check(connection, ROWS))
                            .doesNotThrowAnyException();
                }
                database.drop(own);
            }
        }
    }

    @Test
    void copiesIntoPartitionsOfTheDaysOfTheRows() throws Exception {
        postgres.floors().get(1).insert(data, rows(), ROWS);

        try (Connection connection = postgres.open(data)) {
            assertThat(one(connection, "SELECT COUNT(*) FROM message_19700101")).isEqualTo("2345");
            assertThat(one(connection, "SELECT COUNT(*) FROM message_other")).isEqualTo("0");
        }
    }

    @Test
    void keepsWhatACrashWouldLoseElse() throws Exception {
        postgres.settings(data);
        try (Connection connection = postgres.open(data)) {
            assertThat(one(connection, "SHOW fsync")).isEqualTo("on");
            assertThat(one(connection, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(one(connection, "SHOW full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void countsTheTimeOfEndedProcessesToo() throws Exception {
        postgres.settings(data);
        double before = postgres.cpuSeconds();
        try (Connection connection = postgres.open(data)) {
            one(connection, "SELECT COUNT(*) FROM generate_series(1, 3000000)");
        }

        // The process of that connection ends by itself, and its parent has to notice.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(postgres.cpuSeconds() - before).isGreaterThan(0.05));
    }

    @Test
    void fillsEachDatabaseAlike() throws Exception {
        GeneratedRows generated = new GeneratedRows(ROWS, 3, 1_700_000_000_000_000L);

        for (Database database : List.of(h2, new SqliteDatabase(SQL.resolve("sqlite")), postgres)) {
            Path own = Files.createTempDirectory(data, "filled");
            try (Connection connection = database.create(own)) {
                database.load(connection, generated, ROWS);
                FilledData.account(connection, database, generated);
            }
            checkFilled(database, own, ROWS, 8);

            Layout unused = new Layout(SQL, SQL);
            new FilledData(unused, database, own).add(1_000, 1);
            checkFilled(database, own, ROWS + 1_000, 16);
        }
    }

    private static void checkFilled(Database database, Path own, int rows, int origins)
            throws Exception {
        try (Connection connection = database.open(own)) {
            assertThat(
                            one(
                                    connection,
                                    "SELECT next_id || ' ' || origins || ' ' || received ||"
                                            + " ' ' || stored || ' ' || gaps FROM"
                                            + " ledger_total"))
                    .isEqualTo((rows + 1) + " " + origins + " " + rows + " " + rows + " 0");
            assertThat(
                            one(
                                    connection,
                                    "SELECT COUNT(*) FROM origin o WHERE stored <> (SELECT"
                                            + " COUNT(*) FROM message WHERE origin_id = o.id)"))
                    .isEqualTo("0");
            assertThat(
                            one(
                                    connection,
                                    "SELECT COUNT(*) FROM ledger l JOIN origin o ON o.id ="
                                            + " l.origin_id AND l.first = 0 AND l.last ="
                                            + " o.received - 1 AND l.stored = o.stored"))
                    .isEqualTo(Integer.toString(origins));
            assertThat(one(connection, "SELECT SUM(messages) FROM message_minute"))
                    .isEqualTo(Integer.toString(rows));
            RowCheck.check(connection, rows);
        }
    }

    @Test
    void oracleSeesADouble() throws Exception {
        try (Connection connection = changed("UPDATE message SET sequence = 7 WHERE id = 9")) {
            assertThatThrownBy(() -> RowCheck.check(connection, ROWS))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessage(
                            "table message: expected 2345 rows, none double, missing or out of"
                                + " order, found 2345 rows, 1 double, 1 missing, 0 out of order");
        }
    }

    @Test
    void oracleSeesALostLine() throws Exception {
        try (Connection connection = changed("DELETE FROM message WHERE id = 9")) {
            assertThatThrownBy(() -> RowCheck.check(connection, ROWS))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessageEndingWith("found 2344 rows, 0 double, 1 missing, 0 out of order");
        }
    }

    @Test
    void oracleSeesALostLastLine() throws Exception {
        try (Connection connection = changed("DELETE FROM message WHERE id = 2345")) {
            assertThatThrownBy(() -> RowCheck.check(connection, ROWS))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessageEndingWith("found 2344 rows, 0 double, 0 missing, 0 out of order");
        }
    }

    @Test
    void oracleSeesLinesInAnotherOrder() throws Exception {
        try (Connection connection =
                changed("UPDATE message SET sequence = 15 - sequence WHERE id IN (8, 9)")) {
            assertThatThrownBy(() -> RowCheck.check(connection, ROWS))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessageEndingWith("found 2345 rows, 0 double, 0 missing, 1 out of order");
        }
    }

    private Connection changed(String sql) throws Exception {
        h2.floors().get(0).insert(data, rows(), ROWS);
        Connection connection = h2.open(data);
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
        return connection;
    }

    private static String one(Connection connection, String sql) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static SampleRows rows() {
        return new SampleRows(List.of(row(1_000_000, 9, "first"), row(1_500_000, null, "second")));
    }

    private static SampleRow row(
            long micros, @org.jspecify.annotations.Nullable Integer level, String body) {
        return new SampleRow(
                micros,
                micros + 10,
                level,
                new SampleRow.Texts("payment", null, null, body, "{\"user\":\"u1\"}"),
                UUID.fromString("00000000-0000-4000-8000-000000000001"),
                0);
    }
}
