package io.logdrive.ingest.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts of as many names as are kept. Of more, the name that was not counted for the longest is
 * forgotten: what it had stays in the sum of those forgotten.
 *
 * <p>Guarded by the {@link LineStatistics} it belongs to.
 */
final class CountsByName {
    private final int namesMax;
    private final Map<String, LineCount> counts = new LinkedHashMap<>(16, 0.75f, true);
    private long forgottenNames;
    private long forgottenLines;

    CountsByName(int namesMax) {
        this.namesMax = namesMax;
    }

    /**
     * Counts some.
     *
     * @return whether a name was forgotten for it
     */
    boolean add(String name, long lines, long nowNanos) {
        LineCount count = counts.get(name);
        boolean full = count == null && counts.size() == namesMax;
        if (full) {
            forget();
        }
        if (count == null) {
            count = new LineCount();
            counts.put(name, count);
        }
        count.add(lines, nowNanos);
        return full;
    }

    private void forget() {
        var eldest = counts.entrySet().iterator();
        forgottenLines += eldest.next().getValue().total();
        forgottenNames++;
        eldest.remove();
    }

    /** The largest, and the sums of all others. */
    StatisticsSnapshot.Names snapshot(int limit, long nowNanos) {
        List<StatisticsSnapshot.Named> all = new ArrayList<>(counts.size());
        counts.forEach(
                (name, count) ->
                        all.add(
                                new StatisticsSnapshot.Named(
                                        name, count.total(), count.perSecond(nowNanos))));
        all.sort(
                Comparator.comparingLong(StatisticsSnapshot.Named::total)
                        .reversed()
                        .thenComparing(StatisticsSnapshot.Named::name));
        int shown = Math.min(limit, all.size());
        long others = 0;
        for (StatisticsSnapshot.Named each : all.subList(shown, all.size())) {
            others += each.total();
        }
        return new StatisticsSnapshot.Names(
                List.copyOf(all.subList(0, shown)),
                all.size() - shown,
                others,
                forgottenNames,
                forgottenLines);
    }
}
