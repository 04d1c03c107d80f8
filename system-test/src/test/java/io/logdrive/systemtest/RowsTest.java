package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault that {@link Rows} is to see, made by hand in the real schema. */
@ParameterizedClass
@EnumSource(names = {"H2", "SQLITE"})
class RowsTest {
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    private final DatabaseKind kind;
    private Connection connection;
    private Rows rows;

    RowsTest(DatabaseKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void fill() throws SQLException, IOException {
        boolean h2 = kind == DatabaseKind.H2;
        connection = DriverManager.getConnection(h2 ? "jdbc:h2:mem:" : "jdbc:sqlite::memory:");
        for (Path migration : Artefacts.migrations(kind)) {
            if (h2) {
                execute("RUNSCRIPT FROM '" + migration + "'");
            } else {
                execute(Files.readString(migration));
            }
        }
        for (int i = 0; i < 10; i++) {
            insert(2L * i, FIRST, i);
            insert(2 * i + 1, SECOND, i);
        }
        execute("INSERT INTO ledger VALUES ('" + FIRST + "', 0, 9, 10, 0, 0)");
        execute("INSERT INTO ledger VALUES ('" + SECOND + "', 0, 9, 10, 0, 0)");
        rows = new Rows(connection);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void findsNothingWrongWithWholeOrigins() {
        assertThat(rows.count()).isEqualTo(20);
        assertThat(rows.faults()).isEqualTo(Rows.Faults.NONE);
    }

    @Test
    void seesALostRow() throws SQLException {
        execute("DELETE FROM message WHERE sequence = 4 AND origin_id = '" + FIRST + "'");

        assertThat(rows.faults()).isEqualTo(new Rows.Faults(0, 1, 0, 1, 0));
    }

    @Test
    void seesALostLastRowByTheLedger() throws SQLException {
        execute("DELETE FROM message WHERE sequence = 9 AND origin_id = '" + FIRST + "'");

        assertThat(rows.faults()).isEqualTo(new Rows.Faults(0, 0, 0, 1, 0));
    }

    @Test
    void seesADoubledRow() throws SQLException {
        insert(100, FIRST, 9);

        assertThat(rows.faults()).isEqualTo(new Rows.Faults(1, 0, 0, 1, 0));
    }

    @Test
    void seesALostAndADoubledRowThatLeaveTheCountAsItWas() throws SQLException {
        execute("DELETE FROM message WHERE sequence = 4 AND origin_id = '" + FIRST + "'");
        insert(100, FIRST, 9);

        assertThat(rows.count()).isEqualTo(20);
        assertThat(rows.faults()).isEqualTo(new Rows.Faults(1, 1, 0, 0, 0));
    }

    @Test
    void seesRowsInAnotherOrder() throws SQLException {
        execute("UPDATE message SET sequence = -1 WHERE id = 4");
        execute("UPDATE message SET sequence = 2 WHERE id = 6");
        execute("UPDATE message SET sequence = 3 WHERE id = 4");

        assertThat(rows.faults()).isEqualTo(new Rows.Faults(0, 0, 1, 0, 0));
    }

    @Test
    void seesALedgerThatSaysMoreThanThereIs() throws SQLException {
        execute("UPDATE ledger SET last = 10, stored = 11 WHERE origin_id = '" + FIRST + "'");

        assertThat(rows.ledgerDifferences()).isEqualTo(1);
    }

    @Test
    void seesRowsWithoutALedger() throws SQLException {
        execute("DELETE FROM ledger");

        assertThat(rows.ledgerDifferences()).isEqualTo(2);
    }

    @Test
    void seesALedgerWithoutRows() throws SQLException {
        execute("DELETE FROM message");

        assertThat(rows.ledgerDifferences()).isEqualTo(2);
    }

    private void insert(long id, UUID origin, long sequence) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO message (id, event_time, received_time, origin_id, sequence,"
                            + " body, flags) VALUES (?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, ?, ?,"
                            + " 'x', 0)")) {
            insert.setLong(1, id);
            insert.setString(2, origin.toString());
            insert.setLong(3, sequence);
            insert.executeUpdate();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
