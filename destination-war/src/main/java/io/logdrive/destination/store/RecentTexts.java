package io.logdrive.destination.store;

import io.logdrive.wire.EncodedRecord;
import io.logdrive.wire.LedgerRun;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Checksums of the texts that were stored last by this process, so that a sequence that comes again
 * with another text is told from an honest resend (decision 0055). What is older is not compared.
 *
 * <p>Confined to the writer's thread.
 */
final class RecentTexts {
    /** Some 130,000 lines in long runs, 4,000 that came one by one; about half a MiB. */
    static final int COST_MAX = 1 << 17;

    private static final int COST_OF_RUN = 32;
    private static final int REPORTED_MAX = 1_000;

    private final int costMax;
    private final CRC32C crc = new CRC32C();
    private final Map<UUID, TreeMap<Long, int[]>> byOrigin = new HashMap<>();
    private final ArrayDeque<Part> oldestFirst = new ArrayDeque<>();
    private final Set<UUID> reported = new LinkedHashSet<>();
    private int cost;

    RecentTexts(int costMax) {
        this.costMax = costMax;
    }

    /**
     * Remembers what is new of a run and compares the rest.
     *
     * @param records the run's
     * @param fresh the parts of the run that are stored now, in ascending order
     * @return the first sequence that differs and how many do, or null when none does
     */
    @Nullable Conflict enter(
            LedgerRun run, List<EncodedRecord> records, List<OriginCoverage.Range> fresh) {
        Conflict conflict = null;
        long next = run.first();
        for (OriginCoverage.Range range : fresh) {
            conflict = compared(conflict, run, records, next, range.first() - 1);
            remember(run, records, range);
            next = range.last() + 1;
        }
        return compared(conflict, run, records, next, run.last());
    }

    /** Whether a conflict of this origin is the first for a long time. */
    boolean isNews(UUID origin) {
        if (reported.size() >= REPORTED_MAX) {
            reported.remove(reported.iterator().next());
        }
        return reported.add(origin);
    }

    private @Nullable Conflict compared(
            @Nullable Conflict before,
            LedgerRun run,
            List<EncodedRecord> records,
            long first,
            long last) {
        TreeMap<Long, int[]> texts = byOrigin.get(run.origin());
        if (texts == null) {
            return before;
        }
        Conflict conflict = before;
        for (long sequence = first; sequence <= last; sequence++) {
            Map.Entry<Long, int[]> known = texts.floorEntry(sequence);
            if (known == null || sequence - known.getKey() >= known.getValue().length) {
                continue;
            }
            int checksum = known.getValue()[(int) (sequence - known.getKey())];
            if (checksum != checksum(records.get((int) (sequence - run.first())))) {
                conflict =
                        conflict == null
                                ? new Conflict(run.origin(), sequence, 1)
                                : conflict.withOneMore();
            }
        }
        return conflict;
    }

    private void remember(LedgerRun run, List<EncodedRecord> records, OriginCoverage.Range range) {
        int[] checksums = new int[(int) (range.last() - range.first() + 1)];
        for (int i = 0; i < checksums.length; i++) {
            checksums[i] = checksum(records.get((int) (range.first() - run.first()) + i));
        }
        byOrigin.computeIfAbsent(run.origin(), origin -> new TreeMap<>())
                .put(range.first(), checksums);
        Part part = new Part(run.origin(), range.first(), COST_OF_RUN + checksums.length);
        oldestFirst.add(part);
        cost += part.cost;
        while (cost > costMax) {
            forget(oldestFirst.remove());
        }
    }

    private void forget(Part part) {
        cost -= part.cost;
        TreeMap<Long, int[]> texts = byOrigin.get(part.origin);
        // A group that is tried again is remembered again, in the place of the first time.
        if (texts != null && texts.remove(part.first) != null && texts.isEmpty()) {
            byOrigin.remove(part.origin);
        }
    }

    /** Not the times: a line without one gets another when it is received again. */
    private int checksum(EncodedRecord text) {
        crc.reset();
        text.addTo(crc);
        int hash = (int) crc.getValue();
        hash = 31 * hash + Objects.hashCode(text.service());
        hash = 31 * hash + Objects.hashCode(text.host());
        return 31 * hash + (text.level() == null ? 0 : text.level().number());
    }

    /** What was remembered at once. Immutable. */
    private record Part(UUID origin, long first, int cost) {}

    /** Sequences that came with another text than before, the first of them. Immutable. */
    record Conflict(UUID origin, long first, long count) {
        Conflict withOneMore() {
            return new Conflict(origin, first, count + 1);
        }
    }
}
