package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.store.OriginCoverage.Range;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OriginCoverageTest {
    private static final UUID ORIGIN = new UUID(0, 1);
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

    @Test
    void claimsARunOfAnEmptyLedgerWhole() {
        OriginCoverage coverage = new OriginCoverage(List.of());

        assertThat(coverage.claim(run(5, 10))).containsExactly(new Range(5, 14));

        assertThat(coverage.added()).containsExactly(new Interval(5, 14, 10, 0, 0));
        assertThat(coverage.changed()).isEmpty();
        assertThat(coverage.removed()).isEmpty();
    }

    @Test
    void extendsTheStoredIntervalThatTheRunTouches() {
        OriginCoverage coverage = new OriginCoverage(List.of(new Interval(0, 9, 10, 0, 0)));

        assertThat(coverage.claim(run(10, 5))).containsExactly(new Range(10, 14));

        assertThat(coverage.changed()).containsExactly(new Interval(0, 14, 15, 0, 0));
        assertThat(coverage.added()).isEmpty();
    }

    @Test
    void claimsNothingThatIsCoveredAndChangesNothing() {
        OriginCoverage coverage = new OriginCoverage(List.of(new Interval(0, 9, 10, 0, 0)));

        assertThat(coverage.claim(run(2, 5))).isEmpty();

        assertThat(coverage.changed()).isEmpty();
        assertThat(coverage.added()).isEmpty();
        assertThat(coverage.removed()).isEmpty();
    }

    @Test
    void claimsOnlyTheHolesAndJoinsAllIntoOne() {
        OriginCoverage coverage =
                new OriginCoverage(
                        List.of(new Interval(10, 19, 10, 0, 0), new Interval(30, 39, 8, 1, 1)));

        assertThat(coverage.claim(run(5, 40)))
                .containsExactly(new Range(5, 9), new Range(20, 29), new Range(40, 44));

        assertThat(coverage.added()).containsExactly(new Interval(5, 44, 38, 1, 1));
        assertThat(coverage.removed()).extracting(Interval::first).containsExactly(10L, 30L);
    }

    @Test
    void countsASequenceAsDeadAfterItWasClaimedAsStored() {
        OriginCoverage coverage = new OriginCoverage(List.of(new Interval(0, 9, 10, 0, 0)));
        coverage.claim(run(10, 5));

        coverage.dead(12);

        assertThat(coverage.changed()).containsExactly(new Interval(0, 14, 14, 0, 1));
    }

    @Test
    void refusesToCountASequenceAsDeadThatNobodyClaimed() {
        OriginCoverage coverage = new OriginCoverage(List.of());

        assertThatThrownBy(() -> coverage.dead(3))
                .hasMessage("ledger: expected sequence 3 to be claimed, found it is not");
    }

    @Test
    void agreesWithASetOfSequencesOnRandomOverlappingRuns() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            Map<Long, Outcome> model = new TreeMap<>();
            List<Interval> stored = new ArrayList<>();
            for (int transaction = 0; transaction < 6; transaction++) {
                OriginCoverage coverage = new OriginCoverage(stored);
                for (int i = 0; i < 4; i++) {
                    LedgerRun run = randomRun(random);
                    Map<Long, Outcome> fresh = new HashMap<>();
                    for (Range range : coverage.claim(run)) {
                        for (long n = range.first(); n <= range.last(); n++) {
                            fresh.put(n, run.outcome());
                        }
                    }
                    Map<Long, Outcome> expected = new HashMap<>();
                    for (long n = run.first(); n <= run.last(); n++) {
                        if (model.putIfAbsent(n, run.outcome()) == null) {
                            expected.put(n, run.outcome());
                        }
                    }
                    assertThat(fresh).as("seed %d", seed).isEqualTo(expected);
                }
                stored = saved(stored, coverage);
                assertThat(stored).as("seed %d", seed).isEqualTo(intervals(model));
            }
        }
    }

    private static LedgerRun randomRun(Random random) {
        Outcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
        return new LedgerRun(ORIGIN, random.nextInt(60), 1 + random.nextInt(12), outcome);
    }

    /** What the table holds after the changes, as the database would. */
    private static List<Interval> saved(List<Interval> before, OriginCoverage coverage) {
        Map<Long, Interval> table = new TreeMap<>();
        before.forEach(interval -> table.put(interval.first(), interval));
        coverage.removed().forEach(interval -> table.remove(interval.first()));
        coverage.changed().forEach(interval -> table.put(interval.first(), interval));
        coverage.added().forEach(interval -> table.put(interval.first(), interval));
        return List.copyOf(table.values());
    }

    private static List<Interval> intervals(Map<Long, Outcome> model) {
        List<Interval> intervals = new ArrayList<>();
        model.forEach(
                (n, outcome) -> {
                    Interval one = Interval.of(n, n, outcome);
                    int last = intervals.size() - 1;
                    if (last >= 0 && intervals.get(last).last() == n - 1) {
                        intervals.set(last, intervals.get(last).joined(one));
                    } else {
                        intervals.add(one);
                    }
                });
        return intervals;
    }

    private static LedgerRun run(long first, long count) {
        return new LedgerRun(ORIGIN, first, count, Outcome.STORED);
    }
}
