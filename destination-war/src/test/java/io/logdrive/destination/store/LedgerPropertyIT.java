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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random batches of several origins, cut and overlapping at will, with faults at commits, against a
 * plain model: rows are the union, the first of each sequence wins, the ledger adds up.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LedgerPropertyIT {
    private static final int ORIGINS = 3;
    private static final Map<Integer, Fault> FAULTS =
            Map.of(1, Fault.BEFORE_COMMIT, 2, Fault.AFTER_COMMIT);
    private static final List<Outcome> OUTCOMES =
            List.of(Outcome.STORED, Outcome.STORED, Outcome.STORED, Outcome.FILTERED, Outcome.DEAD);

    @TempDir Path data;
    private final TestDatabase kind;

    LedgerPropertyIT(TestDatabase kind) {
        this.kind = kind;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void rowsAreTheUnionAndTheFirstWins(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, String> model = new TreeMap<>();
        Map<String, Outcome> outcomes = new TreeMap<>();
        Map<String, String> settings = Map.of("logdrive.destination.store.group.records-max", "37");
        try (TestStore test = new TestStore(kind, data, settings)) {
            List<CompletableFuture<Void>> acknowledged = new ArrayList<>();
            for (int batch = 0; batch < 150; batch++) {
                test.database.onCommit(FAULTS.getOrDefault(random.nextInt(30), Fault.NONE));
                acknowledged.add(offerRandom(test, batch, random, model, outcomes));
            }
            CompletableFuture.allOf(acknowledged.toArray(CompletableFuture[]::new))
                    .get(120, TimeUnit.SECONDS);

            Map<String, String> found = new TreeMap<>();
            for (String row : test.rows("SELECT origin_id, sequence, body FROM message")) {
                String[] columns = row.split("\\|", -1);
                assertThat(found.put(columns[0] + " " + columns[1], columns[2]))
                        .as("seed %d: doubles", seed)
                        .isNull();
            }
            assertThat(found).as("seed %d", seed).isEqualTo(model);
            assertLedger(test, outcomes);
        }
    }

    private static CompletableFuture<Void> offerRandom(
            TestStore test,
            int batch,
            Random random,
            Map<String, String> model,
            Map<String, Outcome> outcomes) {
        Origin origin = TestRecords.origin(random.nextInt(ORIGINS));
        List<LedgerRun> runs = new ArrayList<>();
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            Outcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
            LedgerRun run =
                    new LedgerRun(
                            origin.id(), random.nextInt(120), 1 + random.nextInt(20), outcome);
            runs.add(run);
            for (long n = run.first(); n <= run.last(); n++) {
                String body = "batch " + batch + " run " + i;
                if (outcome == Outcome.STORED) {
                    records.add(TestRecords.record(n, body));
                }
                String key = origin.id() + " " + n;
                if (outcomes.putIfAbsent(key, outcome) == null && outcome == Outcome.STORED) {
                    model.put(key, body);
                }
            }
        }
        return test.offer(origin, runs, records);
    }

    private static void assertLedger(TestStore test, Map<String, Outcome> outcomes)
            throws Exception {
        OriginLedger.Total total = test.store.ledger().total(Deadline.in(Duration.ofSeconds(30)));
        assertThat(total.sums().stored()).isEqualTo(count(outcomes, Outcome.STORED));
        assertThat(total.sums().filtered()).isEqualTo(count(outcomes, Outcome.FILTERED));
        assertThat(total.sums().dead()).isEqualTo(count(outcomes, Outcome.DEAD));
        assertThat(
                        test.rows(
                                "SELECT COUNT(*) FROM ledger"
                                        + " WHERE last - first + 1 <> stored + filtered + dead"))
                .containsExactly("0");
        assertThat(
                        test.rows(
                                "SELECT COUNT(*) FROM ledger a JOIN ledger b"
                                        + " ON a.origin_id = b.origin_id AND a.first < b.first"
                                        + " AND a.last >= b.first - 1"))
                .as("intervals overlap or touch")
                .containsExactly("0");
    }

    private static long count(Map<String, Outcome> outcomes, Outcome outcome) {
        return outcomes.values().stream().filter(outcome::equals).count();
    }
}
