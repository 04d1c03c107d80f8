package io.logdrive.destination.store;

import io.logdrive.payara.Sabotage;
import io.logdrive.wire.EncodedRecord;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.Origin;
import io.logdrive.wire.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Batches that are committed together: which origins they concern, and, given what the ledger
 * already covers, which of their records are new.
 *
 * <p>Immutable; {@link #plan} changes the coverages it is given.
 */
final class Group {
    private final List<Batch> batches;
    private final Map<UUID, Origin> described = new HashMap<>();
    private final SortedMap<UUID, OriginCoverage.Range> spans = new TreeMap<>();

    Group(List<Batch> batches) {
        this.batches = batches;
        for (Batch batch : batches) {
            batch.origins().forEach(origin -> described.put(origin.id(), origin));
            for (LedgerRun run : batch.runs()) {
                spans.merge(
                        run.origin(),
                        new OriginCoverage.Range(run.first(), run.last()),
                        (a, b) ->
                                new OriginCoverage.Range(
                                        Math.min(a.first(), b.first()),
                                        Math.max(a.last(), b.last())));
            }
        }
    }

    List<Batch> batches() {
        return batches;
    }

    /** What the senders said of the origins. */
    Map<UUID, Origin> described() {
        return described;
    }

    /** Each origin's lowest and highest sequence in the group, by id in ascending order. */
    SortedMap<UUID, OriginCoverage.Range> spans() {
        return spans;
    }

    /** How many sequences the batches account for. */
    long sequences() {
        return batches.stream().mapToLong(Batch::sequences).sum();
    }

    /**
     * Enters all runs, in order, and finds the rows to insert.
     *
     * @param coverages the ledger of each origin of {@link #spans}
     * @param recent what was stored before this group, and then also this group
     */
    Plan plan(Function<UUID, OriginCoverage> coverages, RecentTexts recent) {
        List<Row> rows = new ArrayList<>();
        Tally tally = new Tally();
        for (Batch batch : batches) {
            int next = 0;
            for (LedgerRun run : batch.runs()) {
                List<OriginCoverage.Range> fresh = coverages.apply(run.origin()).claim(run);
                tally.add(run, fresh);
                if (Sabotage.SKIP_LEDGER.isOn()) {
                    fresh = List.of(new OriginCoverage.Range(run.first(), run.last()));
                }
                if (run.outcome() == Outcome.STORED) {
                    int end = next + (int) run.count();
                    List<EncodedRecord> records = batch.records().subList(next, end);
                    tally.add(recent.enter(run, records, fresh));
                    addRows(rows, records, run, fresh);
                    next = end;
                }
            }
        }
        return new Plan(rows, tally);
    }

    private static void addRows(
            List<Row> rows,
            List<EncodedRecord> records,
            LedgerRun run,
            List<OriginCoverage.Range> fresh) {
        for (OriginCoverage.Range range : fresh) {
            for (long sequence = range.first(); sequence <= range.last(); sequence++) {
                EncodedRecord logRecord = records.get((int) (sequence - run.first()));
                rows.add(new Row(logRecord, run.origin(), sequence));
            }
        }
    }

    /** What a group comes to: the rows to insert, in order, and the sums. Immutable. */
    record Plan(List<Row> rows, Tally tally) {}

    /** Sums of one group's sequences by what became of them. Confined to the writer's thread. */
    static final class Tally {
        private final Map<Outcome, Long> fresh = new EnumMap<>(Outcome.class);
        private final List<RecentTexts.Conflict> conflicts = new ArrayList<>();
        private long already;

        long of(Outcome outcome) {
            return fresh.getOrDefault(outcome, 0L);
        }

        /** All sequences of the group. */
        long sequences() {
            return already + fresh.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Sequences that the ledger covered before. */
        long already() {
            return already;
        }

        /** Of those that were covered before, the ones that came with another text. */
        List<RecentTexts.Conflict> conflicts() {
            return conflicts;
        }

        void moveToDead() {
            fresh.merge(Outcome.STORED, -1L, Long::sum);
            fresh.merge(Outcome.DEAD, 1L, Long::sum);
        }

        private void add(RecentTexts.@Nullable Conflict conflict) {
            if (conflict != null) {
                conflicts.add(conflict);
            }
        }

        private void add(LedgerRun run, List<OriginCoverage.Range> parts) {
            long count = 0;
            for (OriginCoverage.Range part : parts) {
                count += part.last() - part.first() + 1;
            }
            fresh.merge(run.outcome(), count, Long::sum);
            already += run.count() - count;
        }
    }
}
