package io.logdrive.ingest.consume;

import io.logdrive.wire.OriginKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which sequences one consumer has: merged intervals by origin, as the destination's ledger.
 *
 * <p>Origins that were silent for a while are forgotten, or it would grow with every connection
 * there ever was. Those of agents are not: an agent may send a file again after months.
 *
 * <p>Confined to the consumer's thread.
 */
final class ConsumerLedger {
    private final Map<UUID, Intervals> origins = new HashMap<>();

    /** How many origins it knows. */
    int size() {
        return origins.size();
    }

    /** Whether the consumer has a sequence. */
    boolean covers(UUID origin, long sequence) {
        Intervals intervals = origins.get(origin);
        return intervals != null && intervals.covered(sequence, sequence + 1) > 0;
    }

    /** How many of the sequences from {@code first} on before {@code end} the consumer has. */
    long covered(UUID origin, long first, long end) {
        Intervals intervals = origins.get(origin);
        return intervals == null ? 0 : intervals.covered(first, end);
    }

    /** Adds what may be there already, in part or whole. */
    void add(Run run) {
        origins.computeIfAbsent(run.origin(), id -> new Intervals(run.kind())).add(run);
    }

    /** All of it, in no order. */
    List<Run> runs() {
        List<Run> runs = new ArrayList<>(origins.size());
        origins.forEach((origin, intervals) -> intervals.addTo(origin, runs));
        return runs;
    }

    void clear() {
        origins.clear();
    }

    /**
     * Forgets origins that cannot be sent again later: those silent since {@code silentSince}, and
     * of the others those silent longest until {@code originsMax} are left.
     *
     * @return how many were forgotten only because there were too many
     */
    int forget(long silentSince, int originsMax) {
        origins.values().removeIf(i -> i.isForgettable() && i.seenMillis < silentSince);
        int tooMany = origins.size() - originsMax;
        if (tooMany <= 0) {
            return 0;
        }
        List<Map.Entry<UUID, Intervals>> oldest =
                origins.entrySet().stream()
                        .filter(entry -> entry.getValue().isForgettable())
                        .sorted(Comparator.comparingLong(entry -> entry.getValue().seenMillis))
                        .limit(tooMany)
                        .toList();
        oldest.forEach(entry -> origins.remove(entry.getKey()));
        return oldest.size();
    }

    /** Intervals of one origin: first and end of each, in their order, neither touching. */
    private static final class Intervals {
        private final OriginKind kind;
        private long[] bounds = new long[2];
        private int length;
        private long seenMillis;

        Intervals(OriginKind kind) {
            this.kind = kind;
        }

        boolean isForgettable() {
            return kind != OriginKind.AGENT;
        }

        long covered(long first, long end) {
            long covered = 0;
            for (int i = from(first); i < length && bounds[i] < end; i += 2) {
                covered += Math.min(end, bounds[i + 1]) - Math.max(first, bounds[i]);
            }
            return covered;
        }

        void add(Run run) {
            seenMillis = Math.max(seenMillis, run.seenMillis());
            long first = run.first();
            long end = run.end();
            // The usual case: it begins where the last one ends.
            if (length > 0 && bounds[length - 1] == first) {
                bounds[length - 1] = end;
                return;
            }
            int from = from(first - 1);
            int to = from;
            while (to < length && bounds[to] <= end) {
                first = Math.min(first, bounds[to]);
                end = Math.max(end, bounds[to + 1]);
                to += 2;
            }
            replace(from, to, first, end);
        }

        void addTo(UUID origin, List<Run> runs) {
            for (int i = 0; i < length; i += 2) {
                runs.add(new Run(origin, kind, seenMillis, bounds[i], bounds[i + 1]));
            }
        }

        /** Where the first interval begins that ends behind {@code sequence}. */
        private int from(long sequence) {
            int low = 0;
            int high = length / 2;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (bounds[2 * middle + 1] > sequence) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return 2 * low;
        }

        private void replace(int from, int to, long first, long end) {
            int grown = length - (to - from) + 2;
            if (grown > bounds.length) {
                bounds = Arrays.copyOf(bounds, Math.max(grown, 2 * bounds.length));
            }
            System.arraycopy(bounds, to, bounds, from + 2, length - to);
            bounds[from] = first;
            bounds[from + 1] = end;
            length = grown;
        }
    }

    /** What a text that {@link #textOf} made says; null when it is none. */
    static @Nullable List<Run> parse(String text, long seenMillis) {
        List<Run> runs = new ArrayList<>();
        for (String each : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            String[] parts = each.split("[:/+]", -1);
            OriginKind kind = parts.length == 4 ? OriginKind.ofWord(parts[1]) : null;
            if (kind == null) {
                return null;
            }
            try {
                long first = Long.parseLong(parts[2]);
                long end = Math.addExact(first, Long.parseLong(parts[3]));
                runs.add(new Run(UUID.fromString(parts[0]), kind, seenMillis, first, end));
            } catch (IllegalArgumentException | ArithmeticException e) {
                return null;
            }
        }
        return runs;
    }

    /** {@code origin:kind/first+count}, with blanks between. */
    static String textOf(List<Run> runs) {
        StringBuilder text = new StringBuilder();
        for (Run run : runs) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(run.origin())
                    .append(':')
                    .append(run.kind().word())
                    .append('/')
                    .append(run.first())
                    .append('+')
                    .append(run.end() - run.first());
        }
        return text.toString();
    }
}
