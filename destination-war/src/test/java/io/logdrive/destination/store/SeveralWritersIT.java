package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.TestRecords;
import io.logdrive.destination.store.FaultyDatabase.Fault;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several stores, as several processes would, on one database at once. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SeveralWritersIT {
    private static final int WRITERS = 3;
    private static final int ORIGINS = 4;
    private static final int BATCHES = 240;
    private static final int SEQUENCES = 150;
    private static final List<Outcome> OUTCOMES =
            List.of(Outcome.STORED, Outcome.STORED, Outcome.STORED, Outcome.FILTERED, Outcome.DEAD);

    @TempDir Path data;
    private final TestDatabase kind;

    SeveralWritersIT(TestDatabase kind) {
        this.kind = kind;
    }

    @Test
    void numbersRowsInTheOrderOfCommitsWhoeverCommits() throws Exception {
        Origin one = TestRecords.origin(1);
        Origin two = TestRecords.origin(2);
        try (TestStore a = new TestStore(kind, data);
                TestStore b = new TestStore(kind, data)) {
            a.store(one, 0, TestRecords.records(0, 2));
            b.store(two, 0, TestRecords.records(0, 2));
            b.store(one, 1, TestRecords.records(1, 2));
            a.store(two, 0, TestRecords.records(0, 3));

            assertThat(a.rows("SELECT id, origin_id, sequence FROM message ORDER BY id"))
                    .containsExactly(
                            "1|" + one.id() + "|0",
                            "2|" + one.id() + "|1",
                            "3|" + two.id() + "|0",
                            "4|" + two.id() + "|1",
                            "5|" + one.id() + "|2",
                            "6|" + two.id() + "|2");
        }
    }

    @Test
    void putsTheNextIdRightWhenSomebodyInsertedPastIt() throws Exception {
        Origin origin = TestRecords.origin(1);
        try (TestStore test = new TestStore(kind, data)) {
            test.store(origin, 0, TestRecords.records(0, 2));
            test.execute("UPDATE ledger_total SET next_id = 1");

            test.store(origin, 2, TestRecords.records(2, 2));

            assertThat(test.rows("SELECT id, sequence FROM message ORDER BY id"))
                    .containsExactly("1|0", "2|1", "3|2", "4|3");
        }
    }

    /** PostgreSQL alone would store it: its key has the time, too. */
    @Test
    void giveNoIdTwiceWhenTheNumberIsSetBackIntoWhatAnotherWriterGave() throws Exception {
        Origin one = TestRecords.origin(1);
        Origin two = TestRecords.origin(2);
        try (TestStore first = new TestStore(kind, data);
                TestStore second = new TestStore(kind, data)) {
            first.store(one, 0, TestRecords.records(0, 2));
            second.store(two, 0, TestRecords.records(100, 50));
            first.execute("UPDATE ledger_total SET next_id = 10");

            first.store(one, 2, TestRecords.records(2, 2));
            second.store(two, 50, TestRecords.records(150, 2));

            assertThat(first.rows("SELECT COUNT(*), COUNT(DISTINCT id), MAX(id) FROM message"))
                    .containsExactly("56|56|56");
        }
    }

    /** What several writers claim, each sequence possibly many times and with several outcomes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void storeEachSequenceOnceHoweverItsRunsOverlap(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, Set<Outcome>> claimed = new TreeMap<>();
        Map<String, Set<String>> bodies = new TreeMap<>();
        List<TestStore> writers = new ArrayList<>();
        try {
            for (int i = 0; i < WRITERS; i++) {
                writers.add(
                        new TestStore(
                                kind,
                                data,
                                Map.of("logdrive.destination.store.group.records-max", "41")));
            }
            List<CompletableFuture<Void>> acknowledged = new ArrayList<>();
            for (int batch = 0; batch < BATCHES; batch++) {
                TestStore writer = writers.get(random.nextInt(WRITERS));
                int fault = random.nextInt(40);
                writer.database.onCommit(
                        fault == 0
                                ? Fault.BEFORE_COMMIT
                                : fault == 1 ? Fault.AFTER_COMMIT : Fault.NONE);
                acknowledged.add(offerRandom(writer, batch, random, claimed, bodies));
            }
            CompletableFuture.allOf(acknowledged.toArray(CompletableFuture[]::new))
                    .get(180, TimeUnit.SECONDS);

            assertRows(seed, writers.get(0), claimed, bodies);
            assertLedger(seed, writers.get(1), claimed);
        } finally {
            writers.forEach(TestStore::close);
        }
    }

    private static CompletableFuture<Void> offerRandom(
            TestStore writer,
            int batch,
            Random random,
            Map<String, Set<Outcome>> claimed,
            Map<String, Set<String>> bodies) {
        List<LedgerRun> runs = new ArrayList<>();
        List<LogRecord> records = new ArrayList<>();
        Origin described = TestRecords.origin(random.nextInt(ORIGINS));
        for (int i = 0; i <= random.nextInt(4); i++) {
            Origin origin = i == 0 ? described : TestRecords.origin(random.nextInt(ORIGINS));
            Outcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
            int first = random.nextInt(SEQUENCES);
            LedgerRun run = new LedgerRun(origin.id(), first, 1 + random.nextInt(25), outcome);
            runs.add(run);
            for (long n = run.first(); n <= run.last(); n++) {
                String key = origin.id() + " " + n;
                claimed.computeIfAbsent(key, k -> EnumSet.noneOf(Outcome.class)).add(outcome);
                if (outcome == Outcome.STORED) {
                    String body = "batch " + batch + " run " + i + " sequence " + n;
                    records.add(TestRecords.record(n, body));
                    bodies.computeIfAbsent(key, k -> new TreeSet<>()).add(body);
                }
            }
        }
        return writer.offer(described, runs, records);
    }

    private static void assertRows(
            long seed,
            TestStore test,
            Map<String, Set<Outcome>> claimed,
            Map<String, Set<String>> bodies)
            throws Exception {
        Map<String, String> found = new TreeMap<>();
        List<String> rows = test.rows("SELECT origin_id, sequence, body FROM message");
        for (String row : rows) {
            String[] columns = row.split("\\|", -1);
            String key = columns[0] + " " + columns[1];
            assertThat(found.put(key, columns[2])).as("seed %d: double %s", seed, key).isNull();
            assertThat(bodies.get(key)).as("seed %d: %s", seed, key).contains(columns[2]);
        }
        claimed.forEach(
                (key, outcomes) -> {
                    if (outcomes.equals(EnumSet.of(Outcome.STORED))) {
                        assertThat(found).as("seed %d: lost", seed).containsKey(key);
                    }
                });
        assertThat(test.rows("SELECT MIN(id), MAX(id) FROM message"))
                .as("seed %d: ids without gaps", seed)
                .containsExactly("1|" + rows.size());
        assertThat(test.rows("SELECT stored FROM ledger_total"))
                .as("seed %d", seed)
                .containsExactly(String.valueOf(rows.size()));
    }

    private static void assertLedger(long seed, TestStore test, Map<String, Set<Outcome>> claimed)
            throws Exception {
        Set<String> covered = new TreeSet<>();
        for (String row : test.rows("SELECT origin_id, first, last FROM ledger")) {
            String[] columns = row.split("\\|", -1);
            for (long n = Long.parseLong(columns[1]); n <= Long.parseLong(columns[2]); n++) {
                assertThat(covered.add(columns[0] + " " + n)).as("seed %d", seed).isTrue();
            }
        }
        assertThat(covered).as("seed %d", seed).isEqualTo(claimed.keySet());
        OriginLedger.Page page =
                test.store.ledger().byId(null, 100, 1_000, Deadline.in(Duration.ofSeconds(30)));
        OriginLedger.Sums sums = OriginLedger.Sums.NONE;
        for (OriginLedger origin : page.origins()) {
            sums = sums.plus(origin.sums());
            long inGaps =
                    origin.gaps().stream().mapToLong(gap -> gap.last() - gap.first() + 1).sum();
            assertThat(inGaps).as("seed %d", seed).isEqualTo(origin.sums().missing());
        }
        assertThat(page.total().sums()).as("seed %d", seed).isEqualTo(sums);
        assertThat(page.total().origins()).isEqualTo(page.origins().size());
    }
}
