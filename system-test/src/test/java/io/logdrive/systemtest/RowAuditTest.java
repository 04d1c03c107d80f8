package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The drill's oracle sees each thing that it is there for. */
class RowAuditTest {
    private static final int LINES = 10;

    private Connection connection;
    private long ids;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:mem:row-audit");
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE message (id BIGINT PRIMARY KEY, sequence BIGINT, body VARCHAR)");
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void findsNothingWrongWithEachLineOnceInOrder() throws SQLException {
        for (int i = 0; i < LINES; i++) {
            insert("a", i);
            insert("b", i);
        }

        RowAudit audit = audit();

        assertThat(audit.rows()).isEqualTo(2 * LINES);
        assertThat(found(audit)).containsExactly(0, 0, 0, 0, 0);
    }

    @Test
    void seesLostLinesByTheirRuns() throws SQLException {
        for (int i = 0; i < LINES; i++) {
            insert("a", i);
            if (i != 2 && i != 5 && i != 6 && i < 8) {
                insert("b", i);
            }
        }

        RowAudit audit = audit();

        assertThat(found(audit)).containsExactly(5, 0, 0, 0, 0);
        assertThat(audit.lost().first()).containsExactly("b|2", "b|5..6", "b|8..9");
    }

    @Test
    void seesASourceThatNeverCame() throws SQLException {
        for (int i = 0; i < LINES; i++) {
            insert("a", i);
        }

        assertThat(audit().lost().first()).containsExactly("b|0..9");
    }

    @Test
    void seesADoubledLine() throws SQLException {
        allOf("a");
        allOf("b");
        insert("a", 4);

        RowAudit audit = audit();

        assertThat(found(audit)).containsExactly(0, 1, 0, 0, 0);
        assertThat(audit.doubled().first()).containsExactly("row 21: a|4");
    }

    @Test
    void seesLinesInAnotherOrder() throws SQLException {
        allOf("a");
        for (int i : new int[] {0, 1, 2, 4, 3, 5, 6, 7, 8, 9}) {
            insert("b", i);
        }

        RowAudit audit = audit();

        assertThat(found(audit)).containsExactly(0, 0, 0, 1, 0);
        assertThat(audit.disordered().first()).containsExactly("row 15: b|3 after 4");
    }

    @Test
    void seesDamageInTheTextAndInTheSequence() throws SQLException {
        allOf("a");
        allOf("b");
        insert(3, new OracleLine("a", 3, "payload").text().replace("load", "LOAD"));
        insert(4, new OracleLine("a", 3, "payload").text());

        RowAudit audit = audit();

        assertThat(found(audit)).containsExactly(0, 0, 2, 0, 0);
        assertThat(audit.damaged().first().get(1)).startsWith("row 22 sequence 4: a|3|7|");
    }

    @Test
    void seesLinesThatNobodySent() throws SQLException {
        allOf("a");
        allOf("b");
        insert("c", 0);
        insert("a", LINES);

        RowAudit audit = audit();

        assertThat(found(audit)).containsExactly(0, 0, 0, 0, 2);
        assertThat(audit.invented().first()).containsExactly("row 21: c|0", "row 22: a|10");
    }

    @Test
    void namesTheFirstTenAndCountsAll() throws SQLException {
        allOf("a");
        allOf("b");
        allOf("a");
        allOf("b");

        RowAudit audit = audit();

        assertThat(audit.doubled().count()).isEqualTo(20);
        assertThat(audit.doubled().first()).hasSize(10);
    }

    private RowAudit audit() throws SQLException {
        return new RowAudit(Map.of("a", (long) LINES, "b", (long) LINES)).read(connection);
    }

    private static long[] found(RowAudit audit) {
        return new long[] {
            audit.lost().count(),
            audit.doubled().count(),
            audit.damaged().count(),
            audit.disordered().count(),
            audit.invented().count()
        };
    }

    private void allOf(String source) throws SQLException {
        for (int i = 0; i < LINES; i++) {
            insert(source, i);
        }
    }

    private void insert(String source, long sequence) throws SQLException {
        insert(sequence, new OracleLine(source, sequence, "payload é").text());
    }

    private void insert(long sequence, String body) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO message VALUES (?, ?, ?)")) {
            insert.setLong(1, ++ids);
            insert.setLong(2, sequence);
            insert.setString(3, body);
            insert.executeUpdate();
        }
    }
}
