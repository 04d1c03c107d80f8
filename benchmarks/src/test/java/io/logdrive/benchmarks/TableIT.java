package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The floors and the oracle on a real H2 file with the product's schema. */
class TableIT {
    private static final Path MIGRATIONS = Path.of("..", "sql", "h2").toAbsolutePath().normalize();
    private static final int ROWS = 2_345;

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("logdrive");
    }

    @Test
    void bothFloorsInsertTheSameRows() throws Exception {
        JdbcFloor floor = new JdbcFloor(MIGRATIONS, rows());

        for (JdbcFloor.Variant variant : JdbcFloor.Variant.values()) {
            Path own = folder.resolve(variant.name());
            floor.insert(own, variant, ROWS);

            try (Connection connection = H2File.openToScan(own)) {
                assertThatCode(() -> RowCheck.check(connection, ROWS)).doesNotThrowAnyException();
                assertThat(
                                one(
                                        connection,
                                        "SELECT COUNT(*) || ' ' || MIN(id) || ' ' || MAX(id) || ' '"
                                                + " || COUNT(DISTINCT event_time) || ' '"
                                                + " || COUNT(DISTINCT body) FROM message"))
                        .isEqualTo("2345 1 2345 2345 2");
            }
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
        new JdbcFloor(MIGRATIONS, rows()).insert(file, JdbcFloor.Variant.BATCH, ROWS);
        Connection connection = H2File.openToScan(file);
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
