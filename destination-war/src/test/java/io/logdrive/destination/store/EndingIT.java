package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a statement that nobody waits for any more. */
class EndingIT {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Map<String, String> ONE =
            Map.of(
                    "logdrive.destination.store.query-connections-max",
                    "1",
                    "logdrive.destination.store.query-wait-max",
                    "PT30S");

    private final Ending ending = new Ending();
    private final CountDownLatch begun = new CountDownLatch(1);

    @TempDir Path data;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void endsAStatementThatRunsAndFreesItsConnection(TestDatabase database) throws Exception {
        try (TestStore test = new TestStore(database, data, ONE)) {
            Readers readers = new Readers(test.database).until(ending);
            CompletableFuture<String> answer =
                    CompletableFuture.supplyAsync(() -> endless(readers, database));
            assertThat(begun.await(2, TimeUnit.MINUTES)).isTrue();

            ending.end();

            assertThatThrownBy(() -> answer.get(1, TimeUnit.MINUTES))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(StoreException.Ended.class)
                    .hasRootCauseMessage("query: ended by who asked");
            assertThat(test.rows("SELECT COUNT(*) FROM message")).containsExactly("0");
        }
    }

    /** On H2 a cancellation that comes too late would meet the next statement of that text. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void doesNotUseAConnectionAgainOnWhichItCancelled(TestDatabase database) throws Exception {
        try (TestStore test = new TestStore(database, data, ONE)) {
            Readers readers = new Readers(test.database);
            AtomicReference<Connection> used = new AtomicReference<>();

            assertThatThrownBy(
                            () ->
                                    ask(
                                            readers.until(ending),
                                            (connection, statement) -> {
                                                used.set(connection);
                                                ending.end();
                                                return "late";
                                            }))
                    .isInstanceOf(StoreException.Ended.class);

            Connection next = ask(readers, (connection, statement) -> connection);
            assertThat(next).isNotSameAs(used.get());
            Connection again = ask(readers, (connection, statement) -> connection);
            assertThat(again).isSameAs(next);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void beginsNothingMoreForWhoHasLeft(TestDatabase database) {
        try (TestStore test = new TestStore(database, data, ONE)) {
            Readers readers = new Readers(test.database).until(ending);
            ending.end();

            assertThatThrownBy(() -> endless(readers, database))
                    .isInstanceOf(StoreException.Ended.class);
            assertThat(begun.getCount()).isOne();
        }
    }

    private String endless(Readers readers, TestDatabase database) {
        Deadline deadline = readers.until(Deadline.in(LONG));
        return readers.query(
                deadline,
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(endless(database))) {
                        deadline.limit(statement);
                        begun.countDown();
                        statement.executeQuery().next();
                        return "ended by itself";
                    }
                });
    }

    private static String endless(TestDatabase database) {
        return switch (database) {
            case H2 -> "SELECT COUNT(X) FROM SYSTEM_RANGE(1, 1000000000000) WHERE X + 1 > 0";
            case POSTGRESQL -> "SELECT pg_sleep(600)";
            case SQLITE ->
                    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
                            + " SELECT COUNT(*) FROM n";
        };
    }

    /** Asks with a statement that is running as far as its ending knows; of the raw connection. */
    private static <T> T ask(Readers readers, Asked<T> asked) {
        Deadline deadline = readers.until(Deadline.in(LONG));
        return readers.query(
                deadline,
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
                        deadline.limit(statement);
                        statement.executeQuery().next();
                        return asked.of(
                                statement.unwrap(PreparedStatement.class).getConnection(),
                                statement);
                    }
                });
    }

    /** What is asked of a connection. */
    private interface Asked<T> {
        T of(Connection connection, PreparedStatement statement) throws SQLException;
    }
}
