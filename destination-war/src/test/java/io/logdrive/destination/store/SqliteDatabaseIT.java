package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only SQLite does. */
class SqliteDatabaseIT {
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM"
                    + " n";

    @TempDir Path data;
    private final Origin origin = TestRecords.origin(1);

    @Test
    void syncsItsLogAtEachCommit() throws Exception {
        try (TestStore test = new TestStore(TestDatabase.SQLITE, data);
                Connection writer = test.database.connectUpkeep();
                ResultSet journal = writer.createStatement().executeQuery("PRAGMA journal_mode");
                ResultSet sync = writer.createStatement().executeQuery("PRAGMA synchronous")) {
            assertThat(journal.getString(1)).isEqualTo("wal");
            assertThat(sync.getInt(1)).as("2 is FULL").isEqualTo(2);
        }
    }

    /** JDBC's own timeout is none there. */
    @Test
    void endsAQueryAtItsDeadlineAndTheNextOneWorks() throws Exception {
        Map<String, String> one = Map.of("logdrive.destination.store.query-connections-max", "1");
        try (TestStore test = new TestStore(TestDatabase.SQLITE, data, one)) {
            test.store(origin, 0, TestRecords.records(0, 1));
            Readers readers = new Readers(test.database);
            Deadline deadline = Deadline.in(Duration.ofMillis(500));

            assertThatThrownBy(
                            () ->
                                    readers.query(
                                            deadline,
                                            connection -> {
                                                var statement =
                                                        connection.prepareStatement(ENDLESS);
                                                deadline.limit(statement);
                                                return statement.executeQuery().getLong(1);
                                            }))
                    .isInstanceOf(StoreException.Timeout.class);

            assertThat(test.rows("SELECT COUNT(*) FROM message")).containsExactly("1");
            assertThat(test.store.problem()).isNull();
        }
    }

    @Test
    void saysWhyAFileCannotBeOpened() throws Exception {
        Path file = data.resolve("notes.txt");
        Files.writeString(file, "not a database, but long enough to be taken for one ".repeat(40));
        StoreConfig config =
                TestStore.config(
                        data, Map.of("logdrive.destination.database.url", "jdbc:sqlite:" + file));

        assertThatThrownBy(() -> SqliteDatabase.open(config, TestStore::thread))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("database " + file + ": cannot open: XX001 ");
    }
}
