package io.logdrive.destination.store;

import static io.logdrive.destination.store.TestStore.LEDGER;
import static io.logdrive.destination.store.TestStore.SEQUENCES;
import static io.logdrive.destination.store.TestStore.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.destination.TestRecords;
import io.logdrive.destination.store.FaultyDatabase.Fault;
import io.logdrive.wire.EntryRange;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.RecordDecoder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store makes of a database that fails, is away or refuses a record. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class StoreFaultsIT {
    @TempDir Path data;
    private final TestDatabase kind;
    private final Origin origin = TestRecords.origin(1);

    StoreFaultsIT(TestDatabase kind) {
        this.kind = kind;
    }

    @Test
    void triesAgainAfterAFailureBeforeTheCommit() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            test.database.onCommit(Fault.BEFORE_COMMIT);
            test.database.onConnect(Fault.NONE);
            test.database.onConnect(Fault.CONNECT);

            test.store(origin, 0, TestRecords.records(0, 10));

            assertThat(test.database.faults()).isEqualTo(2);
            assertThat(test.rows(SEQUENCES)).isEqualTo(lines(0, 10));
            assertThat(test.rows("SELECT MIN(id), MAX(id) FROM message")).containsExactly("1|10");
            assertThat(test.rows(LEDGER)).containsExactly("0|9|10|0|0");
        }
    }

    @Test
    void storesOnceWhatACommitOfUnknownOutcomeHadStored() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            test.database.onCommit(Fault.AFTER_COMMIT);

            test.store(origin, 0, TestRecords.records(0, 10));

            assertThat(test.database.faults()).isEqualTo(1);
            assertThat(test.rows(SEQUENCES)).isEqualTo(lines(0, 10));
            assertThat(test.rows(LEDGER)).containsExactly("0|9|10|0|0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "40001", "40P01", "53100", "57P01", "90067", "90098", "90131", "HY000"
            })
    void triesTheWholeAgainWhateverIsTheDatabasesFault(String state) throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            test.database.state(state);
            test.database.onCommit(Fault.BEFORE_COMMIT);

            test.store(origin, 0, TestRecords.records(0, 10));

            assertThat(test.database.faults()).isEqualTo(1);
            assertThat(test.rows(SEQUENCES)).isEqualTo(lines(0, 10));
            assertThat(test.rows(LEDGER)).containsExactly("0|9|10|0|0");
            assertThat(test.rows("SELECT COUNT(*) FROM dead_letter")).containsExactly("0");
        }
    }

    @Test
    void acknowledgesNothingAndSaysSoWhileTheDatabaseIsAway() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            test.store(origin, 0, TestRecords.records(0, 1));
            assertThat(test.store.problem()).isNull();

            test.database.away(true);
            CompletableFuture<Void> waiting = test.offer(origin, 1, TestRecords.records(1, 1));
            await().atMost(Duration.ofSeconds(20)).until(() -> test.database.faults() >= 3);

            assertThat(waiting).isNotDone();
            assertThat(test.store.problem())
                    .isEqualTo("database: 08001 scripted: connection refused");

            test.database.away(false);
            waiting.get(60, TimeUnit.SECONDS);

            assertThat(test.store.problem()).isNull();
            assertThat(test.rows(SEQUENCES)).isEqualTo(lines(0, 2));
        }
    }

    @Test
    void makesTheOneRefusedRecordADeadLetterAndStoresTheOthers() throws Exception {
        LogRecord refused =
                new LogRecord(
                        TestRecords.NOON,
                        TestRecords.NOON,
                        null,
                        "payment",
                        null,
                        "refused",
                        List.of(),
                        "{\"a\":1}",
                        0);
        List<LogRecord> records = new ArrayList<>(TestRecords.records(0, 100));
        records.set(61, refused);
        try (TestStore test = new TestStore(kind, data)) {
            // What a record must have so that a database refuses it cannot be sent, so the table is
            // changed.
            test.refuse("test_body", "refused");

            test.store(origin, 0, records);

            List<String> expected = lines(0, 100);
            expected.remove(61);
            assertThat(test.rows(SEQUENCES)).isEqualTo(expected);
            assertThat(test.rows(LEDGER)).containsExactly("0|99|99|0|1");
            assertThat(test.rows("SELECT what, origin_id, sequence FROM dead_letter"))
                    .containsExactly("record|" + origin.id() + "|61");
            assertThat(test.rows("SELECT why FROM dead_letter").get(0))
                    .startsWith(kind.refusal("test_body"));
            assertThat(deadLetter(test)).containsExactly(refused);
            assertThat(test.records("dead")).isEqualTo(1);
            assertThat(test.records("stored")).isEqualTo(99);

            test.store(origin, 50, TestRecords.records(50, 50));
            assertThat(test.rows(LEDGER)).containsExactly("0|99|99|0|1");
        }
    }

    @Test
    void stopsWithinItsDeadlineWhenTheDatabaseIsAwayAndAcknowledgesNothing() {
        TestStore test = new TestStore(kind, data);
        test.database.away(true);
        CompletableFuture<Void> waiting = test.offer(origin, 0, TestRecords.records(0, 1));
        await().atMost(Duration.ofSeconds(20)).until(() -> test.database.faults() >= 1);
        long begin = System.nanoTime();

        test.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
        assertThat(waiting).isNotDone();
    }

    private static List<LogRecord> deadLetter(TestStore test) throws Exception {
        try (Connection connection = test.database.connectReader();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT raw FROM dead_letter")) {
            assertThat(row.next()).isTrue();
            byte[] raw = row.getBytes(1);
            List<LogRecord> records = new ArrayList<>();
            new RecordDecoder()
                    .decodeBatch(
                            new EntryRange(raw, 0, raw.length, 1),
                            read -> records.add(read.decoded()));
            return records;
        }
    }
}
