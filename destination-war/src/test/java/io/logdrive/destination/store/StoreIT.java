package io.logdrive.destination.store;

import static io.logdrive.destination.store.TestStore.LEDGER;
import static io.logdrive.destination.store.TestStore.SEQUENCES;
import static io.logdrive.destination.store.TestStore.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.Outcome;
import io.logdrive.wire.RecordFlags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class StoreIT {
    @TempDir Path data;
    private final TestDatabase kind;
    private final Origin origin = TestRecords.origin(1);

    StoreIT(TestDatabase kind) {
        this.kind = kind;
    }

    @Test
    void storesEveryColumn() throws Exception {
        LogRecord full =
                new LogRecord(
                        TestRecords.NOON + 123_456,
                        TestRecords.NOON + 200_000,
                        Level.ERROR,
                        "payment",
                        "web-1",
                        "upstream timed out",
                        List.of("a", "b"),
                        "{\"user\":\"u42\"}",
                        RecordFlags.TRUNCATED);
        LogRecord bare = new LogRecord(-1, -1_000_001, null, null, null, "", List.of(), null, 0);
        try (TestStore test = new TestStore(kind, data)) {
            test.store(origin, 7, List.of(full, bare));

            String columns =
                    "id, "
                            + kind.microsOf("event_time")
                            + ", "
                            + kind.microsOf("received_time")
                            + ", level, service, host, origin_id, sequence, tags, body, fields,"
                            + " flags";
            assertThat(test.rows("SELECT " + columns + " FROM message ORDER BY id"))
                    .containsExactly(
                            "1|1792411200123456|1792411200200000|17|payment|web-1|"
                                    + origin.id()
                                    + "|7|[\"a\",\"b\"]|upstream timed out|{\"user\":\"u42\"}|1",
                            "2|-1|-1000001|null|null|null|" + origin.id() + "|8|null||null|0");
            assertThat(test.rows("SELECT id, kind, peer, host, name FROM origin"))
                    .containsExactly(origin.id() + "|lines|127.0.0.1:1|host-1|origin 1");
            assertThat(test.rows(LEDGER)).containsExactly("7|8|2|0|0");
        }
    }

    @Test
    void storesALineOfOneMebibyteAndMore() throws Exception {
        String long1 = "x".repeat(1 << 20);
        String long2 = "é".repeat(3 << 20);
        try (TestStore test = new TestStore(kind, data)) {
            test.store(
                    origin, 0, List.of(TestRecords.record(0, long1), TestRecords.record(1, long2)));

            assertThat(test.rows("SELECT body FROM message ORDER BY id"))
                    .containsExactly(long1, long2);
            assertThat(test.rows(LEDGER)).containsExactly("0|1|2|0|0");
        }
    }

    @Test
    void storesWhatIsSentAgainInOtherPiecesOnlyOnce() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            test.store(origin, 0, TestRecords.records(0, 10));
            test.store(origin, 5, TestRecords.records(5, 10));
            test.store(origin, 3, TestRecords.records(3, 4));

            assertThat(test.rows(SEQUENCES)).isEqualTo(lines(0, 15));
            assertThat(test.rows(LEDGER)).containsExactly("0|14|15|0|0");
            assertThat(test.records("stored")).isEqualTo(15);
            assertThat(test.records("already-stored")).isEqualTo(9);
        }
    }

    @Test
    void keepsTheFirstOfTwoTextsWithOneSequence() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            CompletableFuture<Void> first =
                    test.offer(origin, 0, List.of(TestRecords.record(0, "first")));
            CompletableFuture<Void> second =
                    test.offer(origin, 0, List.of(TestRecords.record(0, "second")));

            CompletableFuture.allOf(first, second).get(30, TimeUnit.SECONDS);

            assertThat(test.rows(SEQUENCES)).containsExactly("0|first");
            await().untilAsserted(() -> assertThat(conflicts(test)).isEqualTo(1));
        }
    }

    @Test
    void countsNoConflictForAnHonestResendCutInOtherPieces() throws Exception {
        try (TestStore test = new TestStore(data)) {
            test.store(origin, 0, TestRecords.records(0, 10));
            test.store(origin, 5, TestRecords.records(5, 10));
            test.store(origin, 0, TestRecords.records(0, 15));

            assertThat(test.records("already-stored")).isEqualTo(20);
            assertThat(conflicts(test)).isZero();
        }
    }

    @Test
    void advancesTheLedgerWithoutRowsForFilteredAndDeadRuns() throws Exception {
        List<LedgerRun> runs =
                List.of(
                        TestRecords.stored(origin, 0, 2),
                        new LedgerRun(origin.id(), 2, 5, Outcome.FILTERED),
                        TestRecords.stored(origin, 7, 1),
                        new LedgerRun(origin.id(), 8, 1, Outcome.DEAD));
        try (TestStore test = new TestStore(kind, data)) {
            test.offer(
                            origin,
                            runs,
                            List.of(
                                    TestRecords.record(0, "line 0"),
                                    TestRecords.record(1, "line 1"),
                                    TestRecords.record(7, "line 7")))
                    .get(30, TimeUnit.SECONDS);

            assertThat(test.rows(SEQUENCES)).containsExactly("0|line 0", "1|line 1", "7|line 7");
            assertThat(test.rows(LEDGER)).containsExactly("0|8|3|5|1");
        }
    }

    @Test
    void leavesAGapWhereSequencesAreMissingAndClosesItWhenTheyCome() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            test.store(origin, 0, TestRecords.records(0, 3));
            test.store(origin, 5, TestRecords.records(5, 2));
            assertThat(test.rows(LEDGER)).containsExactly("0|2|3|0|0", "5|6|2|0|0");
            assertThat(test.store.ledger().origin(origin.id(), 10, deadline()).orElseThrow().gaps())
                    .containsExactly(new OriginLedger.Gap(3, 4));

            test.store(origin, 3, TestRecords.records(3, 2));

            assertThat(test.rows(LEDGER)).containsExactly("0|6|7|0|0");
        }
    }

    @Test
    void joinsHoweverManyIntervalsOneRunTouches() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            for (int sequence = 0; sequence <= 16; sequence += 2) {
                test.store(origin, sequence, TestRecords.records(sequence, 1));
            }
            test.store(origin, 7, TestRecords.records(7, 1));
            assertThat(test.rows(LEDGER))
                    .containsExactly(
                            "0|0|1|0|0",
                            "2|2|1|0|0",
                            "4|4|1|0|0",
                            "6|8|3|0|0",
                            "10|10|1|0|0",
                            "12|12|1|0|0",
                            "14|14|1|0|0",
                            "16|16|1|0|0");

            test.store(origin, 1, TestRecords.records(1, 15));

            assertThat(test.rows(LEDGER)).containsExactly("0|16|17|0|0");
            assertThat(test.rows("SELECT COUNT(*), COUNT(DISTINCT sequence) FROM message"))
                    .containsExactly("17|17");
        }
    }

    @Test
    void acknowledgesABatchWithoutRecords() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            test.offer(origin, List.of(), List.of()).get(30, TimeUnit.SECONDS);

            assertThat(test.rows(LEDGER)).isEmpty();
        }
    }

    @Test
    void entersAnOriginThatItsSenderDidNotDescribeAndItsDetailsLater() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            test.store
                    .batches()
                    .offer(
                            new Batch(
                                    List.of(),
                                    List.of(TestRecords.stored(origin, 0, 1)),
                                    TestRecords.encoded(TestRecords.records(0, 1)),
                                    1,
                                    () -> done.complete(null)));
            done.get(30, TimeUnit.SECONDS);
            assertThat(test.rows("SELECT kind, peer FROM origin")).containsExactly("unknown|");

            test.store(origin, 1, TestRecords.records(1, 1));

            assertThat(test.rows("SELECT kind, peer FROM origin"))
                    .containsExactly("lines|127.0.0.1:1");
        }
    }

    @Test
    void numbersRowsOnAfterARestart() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            test.store(origin, 0, TestRecords.records(0, 3));
        }
        try (TestStore test = new TestStore(kind, data)) {
            test.store(origin, 2, TestRecords.records(2, 3));

            assertThat(test.rows("SELECT id, sequence FROM message ORDER BY id"))
                    .containsExactly("1|0", "2|1", "3|2", "4|3", "5|4");
        }
    }

    @Test
    void commitsWhatWaitsWhenItStops() throws Exception {
        TestStore test = new TestStore(kind, data);
        List<CompletableFuture<Void>> acknowledged = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            acknowledged.add(test.offer(origin, 10L * i, TestRecords.records(10L * i, 10)));
        }

        test.close();

        assertThat(acknowledged).allMatch(CompletableFuture::isDone);
        assertThat(test.store.batches().offer(empty())).isEqualTo(Offered.CLOSED);
        assertThat(test.store.problem()).isEqualTo("store: stopped");
        try (TestStore again = new TestStore(kind, data)) {
            assertThat(again.rows(LEDGER)).containsExactly("0|499|500|0|0");
        }
    }

    private static Batch empty() {
        return new Batch(List.of(), List.of(), List.of(), 0, () -> {});
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(10));
    }

    private static double conflicts(TestStore test) {
        return test.metrics.counter("logdrive.destination.conflicts").count();
    }
}
