package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.ShiftedClock;
import io.logdrive.destination.TestRecords;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Origins of which nothing came for long, and what comes of them nevertheless. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ClosedOriginsIT {
    private static final String OPEN = "SELECT id FROM origin ORDER BY id";
    private static final String CLOSED =
            "SELECT id, kind, stored, filtered, dead FROM origin_closed ORDER BY id";
    private static final String LEDGER =
            "SELECT origin_id, first, last, stored, filtered, dead FROM ledger ORDER BY 1, 2";

    @TempDir Path data;
    private final TestDatabase kind;
    private final Origin complete = TestRecords.origin(1);
    private final Origin gapped = TestRecords.origin(2);
    private final Origin fresh = TestRecords.origin(3);
    private final ShiftedClock clock = new ShiftedClock();

    ClosedOriginsIT(TestDatabase kind) {
        this.kind = kind;
    }

    @Test
    void closesWhatIsCompleteAndOldAndNothingElse() throws Exception {
        try (TestStore test = new TestStore(kind, data, Map.of(), clock)) {
            storeAll(test);
            OriginLedger.Sums before = total(test).sums();

            test.store.upkeep().step();

            assertThat(test.rows(OPEN))
                    .containsExactly(gapped.id().toString(), fresh.id().toString());
            assertThat(test.rows(CLOSED)).containsExactly(complete.id() + "|lines|5|2|1");
            assertThat(total(test)).isEqualTo(new OriginLedger.Total(2, 1, before, 0));
            assertThat(test.metrics.counter("logdrive.ledger.closings").count()).isEqualTo(1);
            OriginLedger closed =
                    test.store.ledger().origin(complete.id(), 10, deadline()).orElseThrow();
            assertThat(closed.closed()).isTrue();
            assertThat(closed.sums()).isEqualTo(new OriginLedger.Sums(8, 5, 2, 1, 0));

            test.store.upkeep().step();
            assertThat(test.metrics.get("logdrive.ledger.origins.closed").gauge().value())
                    .isEqualTo(1);
            assertThat(test.metrics.get("logdrive.ledger.stored").gauge().value()).isEqualTo(8);
        }
    }

    @Test
    void knowsWhatIsSentAgainOfAClosedOriginAndTakesWhatIsNew() throws Exception {
        try (TestStore test = new TestStore(kind, data, Map.of(), clock)) {
            storeAll(test);
            test.store.upkeep().step();
            assertThat(test.rows(CLOSED)).hasSize(1);

            test.store(complete, 0, TestRecords.records(0, 5));
            test.store(complete, 6, TestRecords.records(6, 4));

            assertThat(
                            test.rows(
                                    "SELECT sequence FROM message WHERE origin_id = '"
                                            + complete.id()
                                            + "' ORDER BY sequence"))
                    .containsExactly("0", "1", "2", "3", "4", "8", "9");
            assertThat(test.rows(CLOSED)).isEmpty();
            assertThat(test.rows(LEDGER)).contains(complete.id() + "|0|9|7|2|1");
            assertThat(total(test).origins()).isEqualTo(3);
            assertThat(total(test).closed()).isZero();
            assertThat(test.records("already-stored")).isEqualTo(5 + 2);
        }
    }

    /** On PostgreSQL one statement locks, enters or reads all of them. */
    @Test
    void holdsWhatIsClosedWhatIsKnownAndWhatIsNewInOneGroup() throws Exception {
        Origin newcomer = TestRecords.origin(4);
        try (TestStore test = new TestStore(kind, data, Map.of(), clock)) {
            storeAll(test);
            test.store.upkeep().step();
            List<LogRecord> records = new ArrayList<>(TestRecords.records(0, 3));
            records.addAll(TestRecords.records(6, 4));
            records.addAll(TestRecords.records(1_000, 2));

            test.offer(
                            newcomer,
                            List.of(
                                    TestRecords.stored(newcomer, 0, 3),
                                    TestRecords.stored(complete, 6, 4),
                                    TestRecords.stored(gapped, 1_000, 2)),
                            records)
                    .get(30, TimeUnit.SECONDS);

            assertThat(test.rows(LEDGER))
                    .contains(
                            complete.id() + "|0|9|7|2|1",
                            gapped.id() + "|1000|1001|2|0|0",
                            newcomer.id() + "|0|2|3|0|0");
            assertThat(test.rows(CLOSED)).isEmpty();
            assertThat(test.rows("SELECT kind FROM origin WHERE id = '" + newcomer.id() + "'"))
                    .containsExactly(newcomer.kind().word());
            assertThat(total(test).origins()).isEqualTo(4);
        }
    }

    @Test
    void leavesAGapAboveAClosedOriginsMark() throws Exception {
        try (TestStore test = new TestStore(kind, data, Map.of(), clock)) {
            storeAll(test);
            test.store.upkeep().step();

            test.store(complete, 100, TestRecords.records(100, 1));

            assertThat(test.rows(LEDGER))
                    .contains(complete.id() + "|0|7|5|2|1", complete.id() + "|100|100|1|0|0");
            assertThat(
                            test.store
                                    .ledger()
                                    .origin(complete.id(), 10, deadline())
                                    .orElseThrow()
                                    .gaps())
                    .containsExactly(new OriginLedger.Gap(8, 99));
        }
    }

    @Test
    void losesAndDoublesNothingWhenOriginsAreClosedWhileTheyAreSentAgain() throws Exception {
        try (TestStore test = new TestStore(kind, data, Map.of(), clock)) {
            for (int round = 0; round < 20; round++) {
                CompletableFuture<?>[] waiting = new CompletableFuture<?>[40];
                for (int i = 0; i < waiting.length; i++) {
                    Origin origin = TestRecords.origin(i % 20);
                    waiting[i] = test.offer(origin, round, TestRecords.records(round, 3));
                }
                clock.forward(Duration.ofDays(31));
                test.store.upkeep().step();
                CompletableFuture.allOf(waiting).get(60, TimeUnit.SECONDS);
            }
            clock.forward(Duration.ofDays(31));
            test.store.upkeep().step();

            assertThat(test.rows("SELECT COUNT(*), COUNT(DISTINCT origin_id) FROM message"))
                    .containsExactly(20 * 22 + "|20");
            assertThat(
                            test.rows(
                                    "SELECT COUNT(*) FROM (SELECT origin_id, sequence FROM message"
                                            + " GROUP BY origin_id, sequence) pairs"))
                    .containsExactly(String.valueOf(20 * 22));
            assertThat(total(test))
                    .isEqualTo(
                            new OriginLedger.Total(
                                    0, 20, new OriginLedger.Sums(440, 440, 0, 0, 0), 0));
        }
    }

    @Test
    void noticesSumsThatAreNotThoseOfTheLedger() throws Exception {
        TestStore test = new TestStore(kind, data);
        test.store(complete, 0, TestRecords.records(0, 5));
        test.store.upkeep().step();
        assertThat(test.store.violation()).isNull();

        test.execute("UPDATE ledger SET stored = 4, dead = 1");
        test.store.upkeep().step();
        test.store.stop(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));

        assertThat(test.store.violation())
                .isEqualTo(
                        "origin "
                                + complete.id()
                                + ": expected the sums of its ledger, Sums[received=5, stored=4,"
                                + " filtered=0, dead=1, gaps=0], found Sums[received=5, stored=5,"
                                + " filtered=0, dead=0, gaps=0]");
        assertThat(test.metrics.counter("logdrive.destination.invariant.violations").count())
                .isGreaterThanOrEqualTo(1);
    }

    private void storeAll(TestStore test) throws Exception {
        test.offer(
                        complete,
                        List.of(
                                TestRecords.stored(complete, 0, 5),
                                new LedgerRun(complete.id(), 5, 2, Outcome.FILTERED),
                                new LedgerRun(complete.id(), 7, 1, Outcome.DEAD)),
                        TestRecords.records(0, 5))
                .get(30, TimeUnit.SECONDS);
        test.store(gapped, 1, TestRecords.records(1, 2));
        clock.forward(Duration.ofDays(31));
        test.store(fresh, 0, TestRecords.records(0, 1));
    }

    private static OriginLedger.Total total(TestStore test) {
        return test.store.ledger().total(deadline());
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(30));
    }
}
