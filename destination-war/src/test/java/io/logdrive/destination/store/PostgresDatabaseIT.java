package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What only PostgreSQL does: it dies by itself, is away, is set up wrongly, has days. */
class PostgresDatabaseIT {
    private static final int BATCH = 50;
    private static final String SEQUENCES =
            "SELECT COUNT(*), COUNT(DISTINCT sequence), MIN(id), MAX(id) FROM message";
    private static final String PASSWORD_FILE = "logdrive.destination.database.password-file";

    @TempDir Path data;
    private final Origin origin = TestRecords.origin(1);

    /** Under load, at three moments; what was acknowledged is there, once, when it is back. */
    @Test
    @EnabledIfSystemProperty(named = "logdrive.test.kill-postgresql", matches = "true")
    void losesNothingAcknowledgedWhenTheServerIsKilled() throws Exception {
        try (PostgresServer server = PostgresServer.start(data.resolve("server"))) {
            Map<String, String> settings =
                    settings(PostgresServer.database(server.url(), "logdrive"));
            ConcurrentLinkedQueue<CompletableFuture<Void>> offered = new ConcurrentLinkedQueue<>();
            AtomicBoolean stop = new AtomicBoolean();
            try (TestStore test = new TestStore(data, settings)) {
                CompletableFuture<Void> load =
                        CompletableFuture.runAsync(() -> offerUntil(test, stop, offered));
                for (int kill = 0; kill < 3; kill++) {
                    awaitAcknowledged(offered, acknowledged(offered) + 40 + 13L * kill);
                    server.kill();
                    await().atMost(Duration.ofMinutes(2)).until(() -> test.store.problem() != null);
                    server.restart();
                }
                awaitAcknowledged(offered, acknowledged(offered) + 20);
                stop.set(true);
                load.get(3, TimeUnit.MINUTES);
                CompletableFuture.allOf(offered.toArray(CompletableFuture[]::new))
                        .get(3, TimeUnit.MINUTES);
                await().atMost(Duration.ofMinutes(2)).until(() -> test.store.problem() == null);

                int rows = offered.size() * BATCH;
                assertThat(test.rows(SEQUENCES)).containsExactly(rows + "|" + rows + "|1|" + rows);
                assertThat(test.rows("SELECT first, last, stored FROM ledger"))
                        .containsExactly("0|" + (rows - 1) + "|" + rows);
                assertThat(test.rows("SELECT COUNT(*) FROM dead_letter")).containsExactly("0");
            }
        }
    }

    /** T26: started before its database and with a wrong password, it heals by itself. */
    @Test
    @EnabledIfSystemProperty(named = "logdrive.test.kill-postgresql", matches = "true")
    void waitsForAServerThatComesLaterAndForTheRightPassword() throws Exception {
        Path password = Files.writeString(data.resolve("password"), "wrong\n");
        try (PostgresServer server = PostgresServer.start(data.resolve("server"))) {
            String url = PostgresServer.database(server.url(), "logdrive");
            try (Connection connection = PostgresServer.connect(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE drive LOGIN PASSWORD 'right'");
                statement.execute("ALTER DATABASE logdrive OWNER TO drive");
                statement.execute("GRANT ALL ON SCHEMA public TO drive");
            }
            demandPasswords(data.resolve("server"));
            server.kill();
            Map<String, String> settings =
                    Map.of(
                            "logdrive.destination.database.url",
                            url,
                            "logdrive.destination.database.user",
                            "drive",
                            PASSWORD_FILE,
                            password.toString());
            try (TestStore test = new TestStore(data, settings)) {
                assertThat(test.store.problem()).contains(" 08001 Connection to localhost:");
                CompletableFuture<Void> waiting = test.offer(origin, 0, TestRecords.records(0, 5));

                server.restart();
                await().atMost(Duration.ofMinutes(2))
                        .untilAsserted(
                                () ->
                                        assertThat(test.store.problem())
                                                .contains("28P01")
                                                .doesNotContain("wrong"));
                assertThat(waiting).isNotDone();

                Files.writeString(password, "right\n");
                waiting.get(2, TimeUnit.MINUTES);

                await().atMost(Duration.ofMinutes(2)).until(() -> test.store.problem() == null);
                assertThat(test.rows(SEQUENCES)).containsExactly("5|5|1|5");
            }
        }
    }

    @Test
    void isRedWhileTheServerMayLoseWhatItConfirmed() throws Exception {
        String url = PostgresServer.database("t" + Integer.toHexString(data.hashCode()) + "_red");
        String name = url.substring(url.lastIndexOf('/') + 1);
        try (TestStore test = new TestStore(data, settings(url))) {
            test.store(origin, 0, TestRecords.records(0, 1));
            assertThat(test.store.problem()).isNull();

            test.execute("ALTER DATABASE " + name + " SET synchronous_commit = off");
            test.store.upkeep().step();

            assertThat(test.store.problem())
                    .isEqualTo(
                            "database: PostgreSQL: expected fsync, full_page_writes and"
                                    + " synchronous_commit on, found synchronous_commit off: a"
                                    + " crash loses lines that were acknowledged");

            test.execute("ALTER DATABASE " + name + " RESET synchronous_commit");
            test.store.upkeep().step();
            assertThat(test.store.problem()).isNull();
        }
    }

    @Test
    void comesBackWhenItsConnectionsAreTerminated() throws Exception {
        try (TestStore test = new TestStore(TestDatabase.POSTGRESQL, data)) {
            test.store(origin, 0, TestRecords.records(0, 5));

            test.execute(
                    "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname ="
                            + " current_database() AND pid <> pg_backend_pid()");
            test.store(origin, 5, TestRecords.records(5, 5));
            await().atMost(Duration.ofMinutes(1)).until(() -> test.store.problem() == null);

            assertThat(test.rows(SEQUENCES)).containsExactly("10|10|1|10");
        }
    }

    @Test
    void putsEachRowIntoItsDayAndWhatHasNoneIntoTheOther() throws Exception {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        List<LogRecord> records =
                List.of(
                        at(today, 0),
                        at(today.plusDays(1), -1),
                        at(today.plusDays(7), 0),
                        at(today.minusDays(100), 0),
                        at(today.plusDays(8), 0),
                        at(LocalDate.of(1970, 1, 1), 0));
        try (TestStore test = new TestStore(TestDatabase.POSTGRESQL, data)) {
            test.store(origin, 0, records);

            assertThat(test.rows("SELECT tableoid::regclass FROM message ORDER BY sequence"))
                    .containsExactly(
                            DayPartitions.name(today.toEpochDay()),
                            DayPartitions.name(today.toEpochDay()),
                            DayPartitions.name(today.plusDays(7).toEpochDay()),
                            DayPartitions.name(today.minusDays(100).toEpochDay()),
                            "message_other",
                            "message_other");
        }
    }

    /** As it happens seven days later. */
    @Test
    void movesRowsOutOfTheOtherWhenTheirDayIsMade() throws Exception {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String day = DayPartitions.name(today.plusDays(3).toEpochDay());
        try (TestStore test = new TestStore(TestDatabase.POSTGRESQL, data)) {
            long attempts = 0;
            do {
                test.execute("DROP TABLE " + day);
                // Known by the writer still, as another process dropped it; upkeep, which runs
                // meanwhile, may make it again at once.
                test.store(origin, 2 * attempts, List.of(at(today.plusDays(3), 0), at(today, 0)));
                attempts++;
            } while (test.rows("SELECT 1 FROM message_other").isEmpty());
            String sequence = Long.toString(2 * (attempts - 1));

            test.store.upkeep().step();

            assertThat(test.rows("SELECT COUNT(*) FROM message_other")).containsExactly("0");
            assertThat(test.rows("SELECT sequence FROM " + day)).containsExactly(sequence);
            assertThat(test.rows("SELECT COUNT(*) FROM message"))
                    .containsExactly(Long.toString(attempts + 1));
        }
    }

    /** A reader that has planned without a day waits for the lock under which the day is made. */
    @Test
    void losesSightOfNoRowWhileItsDayIsMade() throws Exception {
        long day = LocalDate.now(ZoneOffset.UTC).plusDays(20).toEpochDay();
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(20));
        try (TestStore test = new TestStore(TestDatabase.POSTGRESQL, data);
                CommittedReader follower = new CommittedReader(test.database);
                Connection maker = test.database.connectWriter()) {
            test.store(origin, 0, List.of(at(LocalDate.ofEpochDay(day), 0)));
            assertThat(test.rows("SELECT tableoid::regclass FROM message"))
                    .containsExactly("message_other");
            maker.setAutoCommit(false);
            new DayPartitions(later).cover(maker, day);

            CompletableFuture<List<String>> rows =
                    CompletableFuture.supplyAsync(() -> bodies(test));
            CompletableFuture<List<StoredMessage>> followed =
                    CompletableFuture.supplyAsync(
                            () -> follower.after(0, 1, 10, Deadline.in(Duration.ofMinutes(1))));
            await().until(
                            () ->
                                    test.rows(
                                                    "SELECT 1 FROM pg_stat_activity WHERE"
                                                            + " datname = current_database() AND"
                                                            + " wait_event_type = 'Lock'")
                                            .size(),
                            waiting -> waiting == 2);
            maker.commit();

            assertThat(rows.get(1, TimeUnit.MINUTES)).containsExactly("x");
            assertThat(followed.get(1, TimeUnit.MINUTES)).hasSize(1);
            assertThat(test.rows("SELECT tableoid::regclass FROM message"))
                    .containsExactly(DayPartitions.name(day));
        }
    }

    @Test
    void endsAQueryByItselfWhenThatIsTheShorterTimeout() throws Exception {
        Map<String, String> settings =
                Map.of("logdrive.destination.database.statement-timeout", "PT1S");
        try (TestStore test = new TestStore(TestDatabase.POSTGRESQL, data, settings)) {
            Readers readers = new Readers(test.database);

            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () ->
                                    readers.query(
                                            Deadline.in(Duration.ofMinutes(1)),
                                            connection ->
                                                    connection
                                                            .createStatement()
                                                            .execute("SELECT pg_sleep(60)")))
                    .isInstanceOf(StoreException.Timeout.class);
        }
    }

    private static List<String> bodies(TestStore test) {
        try {
            return test.rows("SELECT body FROM message");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void offerUntil(
            TestStore test,
            AtomicBoolean stop,
            ConcurrentLinkedQueue<CompletableFuture<Void>> offered) {
        for (long first = 0; !stop.get(); first += BATCH) {
            CompletableFuture<Void> last =
                    test.offer(origin, first, TestRecords.records(first, BATCH));
            offered.add(last);
            if (offered.size() % 20 == 0) {
                // At most so many are on the way, while the database is away too.
                last.join();
            }
        }
    }

    private static long acknowledged(ConcurrentLinkedQueue<CompletableFuture<Void>> offered) {
        return offered.stream().filter(CompletableFuture::isDone).count();
    }

    private static void awaitAcknowledged(
            ConcurrentLinkedQueue<CompletableFuture<Void>> offered, long count) {
        await().atMost(Duration.ofMinutes(3)).until(() -> acknowledged(offered) >= count);
    }

    private static Map<String, String> settings(String url) {
        return Map.of(
                "logdrive.destination.database.url",
                url,
                "logdrive.destination.database.user",
                PostgresServer.USER);
    }

    /** Instead of trusting everybody on this machine; it takes effect with the next start. */
    private static void demandPasswords(Path server) throws Exception {
        Path file = server.resolve("pg_hba.conf");
        List<String> lines = new ArrayList<>();
        lines.add("host all postgres all trust");
        lines.add("local all all trust");
        lines.add("host all all all scram-sha-256");
        Files.write(file, lines);
    }

    private static LogRecord at(LocalDate day, int seconds) {
        long micros = (day.atStartOfDay(ZoneOffset.UTC).toEpochSecond() + seconds) * 1_000_000L;
        return new LogRecord(micros, micros, null, null, null, "x", List.of(), null, 0);
    }
}
