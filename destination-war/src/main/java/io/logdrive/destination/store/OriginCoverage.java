package io.logdrive.destination.store;

import io.logdrive.wire.LedgerRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ledger of one origin during one transaction: what the database holds near the runs of the
 * group, and what the group adds to it. Decides which sequences are new; the first one wins.
 *
 * <p>Intervals neither overlap nor touch; touching ones are joined. Confined to the writer's
 * thread.
 */
final class OriginCoverage {
    private final Map<Long, Interval> loaded = new TreeMap<>();
    private final TreeMap<Long, Interval> intervals = new TreeMap<>();

    /** Starts from the stored intervals that overlap or touch what the group will claim. */
    OriginCoverage(List<Interval> stored) {
        for (Interval interval : stored) {
            loaded.put(interval.first(), interval);
            intervals.put(interval.first(), interval);
        }
    }

    /**
     * Enters a run.
     *
     * @return the parts of it that were not covered before, in ascending order
     */
    List<Range> claim(LedgerRun run) {
        List<Range> fresh = new ArrayList<>(1);
        long next = run.first();
        Map.Entry<Long, Interval> before = intervals.floorEntry(next);
        if (before != null && before.getValue().last() >= next) {
            next = before.getValue().last() + 1;
        }
        while (next <= run.last()) {
            Map.Entry<Long, Interval> after = intervals.ceilingEntry(next);
            if (after == null || after.getKey() > run.last()) {
                fresh.add(new Range(next, run.last()));
                break;
            }
            if (after.getKey() > next) {
                fresh.add(new Range(next, after.getKey() - 1));
            }
            next = after.getValue().last() + 1;
        }
        for (Range range : fresh) {
            join(Interval.of(range.first(), range.last(), run.outcome()));
        }
        return fresh;
    }

    /** Says that a sequence claimed as stored became a dead letter after all. */
    void dead(long sequence) {
        Interval interval = of(sequence);
        intervals.put(interval.first(), interval.withOneDead());
    }

    /** Says that a dead sequence is stored now. */
    void revived(long sequence) {
        Interval interval = of(sequence);
        if (interval.dead() == 0) {
            throw new IllegalStateException(
                    "ledger: expected sequence " + sequence + " among dead ones, found none dead");
        }
        intervals.put(interval.first(), interval.withOneRevived());
    }

    /** The origin's sums, given those from which the stored intervals are a part. */
    OriginLedger.Sums after(OriginLedger.Sums before) {
        OriginLedger.Sums changed = before;
        for (Interval interval : intervals.values()) {
            changed = changed.plus(part(interval));
        }
        for (Interval interval : loaded.values()) {
            changed = changed.minus(part(interval));
        }
        long end = intervals.isEmpty() ? 0 : intervals.lastEntry().getValue().last() + 1;
        return new OriginLedger.Sums(
                Math.max(before.received(), end),
                changed.stored(),
                changed.filtered(),
                changed.dead(),
                changed.gaps());
    }

    /** Every interval ends a gap, but for one that starts at 0. */
    private static OriginLedger.Sums part(Interval interval) {
        return new OriginLedger.Sums(
                0,
                interval.stored(),
                interval.filtered(),
                interval.dead(),
                interval.first() == 0 ? 0 : 1);
    }

    private Interval of(long sequence) {
        Map.Entry<Long, Interval> entry = intervals.floorEntry(sequence);
        if (entry == null || entry.getValue().last() < sequence) {
            throw new IllegalStateException(
                    "ledger: expected sequence " + sequence + " to be claimed, found it is not");
        }
        return entry.getValue();
    }

    /** Stored intervals that no longer start where they did: to be deleted. */
    List<Interval> removed() {
        return loaded.values().stream().filter(i -> !intervals.containsKey(i.first())).toList();
    }

    /** Stored intervals that keep their first sequence but changed: to be updated. */
    List<Interval> changed() {
        return intervals.values().stream()
                .filter(i -> loaded.containsKey(i.first()) && !i.equals(loaded.get(i.first())))
                .toList();
    }

    /** Intervals that start where none did: to be inserted. */
    List<Interval> added() {
        return intervals.values().stream().filter(i -> !loaded.containsKey(i.first())).toList();
    }

    private void join(Interval fresh) {
        Interval joined = fresh;
        Map.Entry<Long, Interval> before = intervals.lowerEntry(joined.first());
        if (before != null && before.getValue().last() == joined.first() - 1) {
            intervals.remove(before.getKey());
            joined = before.getValue().joined(joined);
        }
        Map.Entry<Long, Interval> after = intervals.higherEntry(joined.last());
        if (after != null && after.getKey() == joined.last() + 1) {
            intervals.remove(after.getKey());
            joined = joined.joined(after.getValue());
        }
        intervals.put(joined.first(), joined);
    }

    /** Sequences from first to last, both included. Immutable. */
    record Range(long first, long last) {
        /** From the first of both to the last of both. */
        Range around(Range other) {
            return new Range(Math.min(first, other.first), Math.max(last, other.last));
        }
    }
}
