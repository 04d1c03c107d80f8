package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is removed again, and what is not. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RetentionIT {
    private static final String BODIES = "SELECT body FROM message ORDER BY id";
    private static final String LEDGER = "SELECT first, last, stored, filtered, dead FROM ledger";
    private static final String TOTAL = "SELECT stored, removed FROM ledger_total";
    private static final String AGE = "logdrive.destination.retention.age";
    private static final String SIZE = "logdrive.destination.retention.size";
    private static final Instant NOON = Instant.ofEpochSecond(TestRecords.NOON / 1_000_000);

    @TempDir Path data;
    private final TestDatabase kind;
    private final Origin origin = TestRecords.origin(1);
    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);

    RetentionIT(TestDatabase kind) {
        this.kind = kind;
    }

    @Test
    void removesByAgeOfEachLevelAndKeepsTheLedger() throws Exception {
        Map<String, String> settings =
                Map.of(AGE, "P30D", AGE + ".debug", "P3D", AGE + ".error", "P365D");
        List<LogRecord> records =
                List.of(
                        record(Level.ERROR, 366, "error 366"),
                        record(Level.ERROR, 364, "error 364"),
                        record(Level.INFO, 31, "info 31"),
                        record(null, 31, "none 31"),
                        record(Level.INFO, 29, "info 29"),
                        record(null, 29, "none 29"),
                        record(null, 20, "none 20"),
                        record(Level.DEBUG, 4, "debug 4"),
                        record(Level.INFO, 4, "info 4"),
                        record(Level.DEBUG, 2, "debug 2"));
        try (TestStore test = new TestStore(kind, data, settings, clock)) {
            test.store(origin, 0, records);

            test.store.retention().pass();

            assertThat(test.rows(BODIES))
                    .containsExactly(
                            "error 364", "info 29", "none 29", "none 20", "info 4", "debug 2");
            assertThat(test.rows(LEDGER)).containsExactly("0|9|10|0|0");
            assertThat(test.rows(TOTAL)).containsExactly("10|4");
            assertThat(removed(test, "age")).isEqualTo(4);

            test.store(origin, 0, records);
            test.store.retention().pass();

            assertThat(test.rows("SELECT COUNT(*) FROM message")).containsExactly("6");
            assertThat(test.records("already-stored")).isEqualTo(10);
        }
    }

    /** Also what says of itself that it is older than anything. */
    @Test
    void keepsWhatCameLateForItsWholeAge() throws Exception {
        LogRecord late =
                new LogRecord(
                        TestRecords.NOON - Duration.ofDays(400).toNanos() / 1_000,
                        TestRecords.NOON - 1_000,
                        Level.INFO,
                        null,
                        null,
                        "late",
                        List.of(),
                        null,
                        0);
        LogRecord ancient =
                new LogRecord(
                        1_000,
                        TestRecords.NOON - 1_000,
                        null,
                        null,
                        null,
                        "1970",
                        List.of(),
                        null,
                        0);
        try (TestStore test = new TestStore(kind, data, Map.of(AGE, "P30D"), clock)) {
            test.store(origin, 0, List.of(record(Level.INFO, 400, "old"), late, ancient));

            test.store.retention().pass();

            assertThat(test.rows(BODIES)).containsExactly("late", "1970");
        }
        Clock later = Clock.offset(clock, Duration.ofDays(31));
        try (TestStore test = new TestStore(kind, data, Map.of(AGE, "P30D"), later)) {
            test.store.retention().pass();

            assertThat(test.rows(BODIES)).isEmpty();
            assertThat(test.rows(TOTAL)).containsExactly("3|3");
        }
    }

    @Test
    void numbersOnWhenAllIsRemoved() throws Exception {
        try (TestStore test = new TestStore(kind, data, Map.of(AGE, "P30D"), clock)) {
            test.store(origin, 0, List.of(record(Level.INFO, 31, "old")));
            test.store.retention().pass();
        }
        try (TestStore test = new TestStore(kind, data, Map.of(AGE, "P30D"), clock)) {
            assertThat(test.rows(BODIES)).isEmpty();
            test.store(origin, 1, List.of(record(Level.INFO, 1, "new")));

            assertThat(test.rows("SELECT id, sequence FROM message")).containsExactly("2|1");
        }
    }

    @Test
    void removesManyWhileOthersAreStored() throws Exception {
        try (TestStore test = new TestStore(kind, data, Map.of(AGE, "P30D"), clock)) {
            test.store(origin, 0, records(40, 0, 12_000));
            List<CompletableFuture<Void>> acknowledged = new ArrayList<>();
            CompletableFuture<Void> removing = CompletableFuture.runAsync(() -> pass(test));
            for (int first = 12_000; first < 20_000; first += 100) {
                acknowledged.add(test.offer(origin, first, records(1, first, 100)));
            }
            CompletableFuture.allOf(acknowledged.toArray(CompletableFuture[]::new))
                    .get(120, TimeUnit.SECONDS);
            removing.get(120, TimeUnit.SECONDS);

            assertThat(test.rows("SELECT COUNT(*), MIN(sequence) FROM message"))
                    .containsExactly("8000|12000");
            assertThat(test.rows(TOTAL)).containsExactly("20000|12000");
            assertThat(test.store.problem()).isNull();
        }
    }

    @Test
    void removesTheOldestBeyondASize() throws Exception {
        long bytes;
        try (TestStore test = new TestStore(kind, data, Map.of(), clock)) {
            for (int day = 0; day < 8; day++) {
                test.store(origin, 2_000L * day, records(20 - day, 2_000 * day, 2_000));
            }
            test.store.retention().pass();
            bytes = (long) test.metrics.get("logdrive.messages.bytes").gauge().value();
            assertThat(bytes).isGreaterThan(16_000L * 300);
        }
        Map<String, String> settings = Map.of(SIZE, Long.toString(bytes / 2));
        try (TestStore test = new TestStore(kind, data, settings, clock)) {
            test.store.retention().pass();

            assertThat(test.metrics.get("logdrive.messages.bytes").gauge().value())
                    .isLessThanOrEqualTo(bytes / 2.0);
            String[] left =
                    test.rows("SELECT COUNT(*), MIN(sequence), MAX(sequence) FROM message")
                            .get(0)
                            .split("\\|", -1);
            assertThat(Integer.parseInt(left[0])).isBetween(2_000, 12_000);
            assertThat(Integer.parseInt(left[1])).isEqualTo(16_000 - Integer.parseInt(left[0]));
            assertThat(left[2]).isEqualTo("15999");
            assertThat(test.rows(LEDGER)).containsExactly("0|15999|16000|0|0");
        }
    }

    @Test
    void dropsADayOfWhichAllIsDueButNotUnderAReader() throws Exception {
        assumeTrue(kind == TestDatabase.POSTGRESQL, "only there are days");
        try (TestStore test = new TestStore(kind, data, Map.of(AGE, "P30D"), clock)) {
            test.store(origin, 0, records(40, 0, 100));
            String day = "message_20260909";
            try (Connection reader = test.database.connectReader()) {
                reader.setAutoCommit(false);
                assertThat(rows(reader, "SELECT COUNT(*) FROM message")).isEqualTo(100);

                // The rows go one by one meanwhile, the day with the next pass.
                test.store.retention().pass();
                test.store(origin, 100, records(1, 100, 100));

                assertThat(rows(reader, "SELECT COUNT(*) FROM message")).isEqualTo(100);
                reader.rollback();
            }
            assertThat(tables(test)).contains(day);

            test.store.retention().pass();

            assertThat(tables(test)).doesNotContain(day).contains("message_other");
            assertThat(test.rows(TOTAL)).containsExactly("200|100");
        }
    }

    private static void pass(TestStore test) {
        try {
            test.store.retention().pass();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long rows(Connection connection, String sql) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<String> tables(TestStore test) throws Exception {
        return test.rows(
                "SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'message'::regclass");
    }

    private static double removed(TestStore test, String reason) {
        return test.metrics.counter("logdrive.retention.removed", "reason", reason).count();
    }

    private static List<LogRecord> records(int daysAgo, int first, int count) {
        List<LogRecord> records = new ArrayList<>();
        for (int n = first; n < first + count; n++) {
            records.add(record(Level.INFO, daysAgo, "line " + n + " " + "x".repeat(300)));
        }
        return records;
    }

    private static LogRecord record(@Nullable Level level, int daysAgo, String body) {
        long micros = TestRecords.NOON - Duration.ofDays(daysAgo).toNanos() / 1_000;
        return new LogRecord(micros, micros, level, null, null, body, List.of(), null, 0);
    }
}
