package io.logdrive.ingest.process;

import io.logdrive.wire.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * As {@link CountsByName}, by origin, and how many of its lines nothing fitted.
 *
 * <p>Guarded by the {@link LineStatistics} it belongs to.
 */
final class CountsByOrigin {
    private final int originsMax;
    private final Map<UUID, Counted> counts = new LinkedHashMap<>(16, 0.75f, true);
    private long forgottenOrigins;
    private long forgottenLines;

    /** An origin and its counts. Guarded as its map is. */
    private static final class Counted {
        private final Origin origin;
        private final LineCount lines = new LineCount();
        private long unparsed;
        private long filtered;

        Counted(Origin origin) {
            this.origin = origin;
        }
    }

    CountsByOrigin(int originsMax) {
        this.originsMax = originsMax;
    }

    /**
     * Counts some.
     *
     * @return whether an origin was forgotten for it
     */
    @SuppressWarnings("checkstyle:ParameterNumber")
    boolean add(Origin origin, long lines, long unparsed, long filtered, long nowNanos) {
        Counted counted = counts.get(origin.id());
        boolean full = counted == null && counts.size() == originsMax;
        if (full) {
            forget();
        }
        if (counted == null) {
            counted = new Counted(origin);
            counts.put(origin.id(), counted);
        }
        counted.lines.add(lines, nowNanos);
        counted.unparsed += unparsed;
        counted.filtered += filtered;
        return full;
    }

    private void forget() {
        var eldest = counts.entrySet().iterator();
        forgottenLines += eldest.next().getValue().lines.total();
        forgottenOrigins++;
        eldest.remove();
    }

    StatisticsSnapshot.Origins snapshot(int limit, long nowNanos) {
        List<Counted> all = new ArrayList<>(counts.values());
        all.sort(Comparator.comparingLong((Counted each) -> each.lines.total()).reversed());
        int shown = Math.min(limit, all.size());
        long others = 0;
        for (Counted each : all.subList(shown, all.size())) {
            others += each.lines.total();
        }
        List<StatisticsSnapshot.OfOrigin> top =
                all.subList(0, shown).stream().map(each -> answer(each, nowNanos)).toList();
        return new StatisticsSnapshot.Origins(
                top, all.size() - shown, others, forgottenOrigins, forgottenLines);
    }

    private static StatisticsSnapshot.OfOrigin answer(Counted each, long nowNanos) {
        return new StatisticsSnapshot.OfOrigin(
                each.origin.id().toString(),
                each.origin.kind().word(),
                each.origin.name(),
                each.origin.peer(),
                each.lines.total(),
                each.lines.perSecond(nowNanos),
                each.unparsed,
                each.filtered);
    }
}
