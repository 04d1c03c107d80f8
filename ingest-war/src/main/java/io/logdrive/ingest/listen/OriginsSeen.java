package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.payara.figures.RecentTotals;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The origins of which lines came of late. When there are too many, those that have been silent for
 * the longest are forgotten, many at once. A foreign chunk is an origin by itself: those of one
 * connection are shown as one.
 *
 * <p>Thread-safe.
 */
final class OriginsSeen {
    static final int ORIGINS_MAX = 10_000;

    private static final int FORGOTTEN_AT_ONCE = ORIGINS_MAX / 10;

    private final Map<Object, Seen> origins = new ConcurrentHashMap<>();

    /** The queue has taken a chunk. */
    void seen(Chunk chunk) {
        Origin origin = chunk.origin();
        Object key = origin.kind() == OriginKind.FORWARD_CHUNK ? origin.peer() : origin.id();
        Seen seen = origins.get(key);
        if (seen == null) {
            seen = remember(key, chunk);
        }
        seen.took(chunk);
    }

    /** For the timer, once a second. */
    void look(long nowNanos) {
        origins.values().forEach(seen -> seen.recent.look(seen.lines.get(), nowNanos));
    }

    /**
     * Those that are remembered, who was heard last first.
     *
     * @param open the addresses of the connections that are open
     */
    List<OriginStatus> statuses(Set<String> open) {
        return origins.values().stream()
                .map(seen -> seen.status(open))
                .sorted(Comparator.comparingLong(OriginStatus::lastMicros).reversed())
                .toList();
    }

    private synchronized Seen remember(Object key, Chunk chunk) {
        if (origins.size() >= ORIGINS_MAX) {
            origins.entrySet().stream()
                    // Read once: they change while they are sorted.
                    .map(entry -> Map.entry(entry.getKey(), entry.getValue().lastMicros.get()))
                    .sorted(Map.Entry.comparingByValue())
                    .limit(FORGOTTEN_AT_ONCE)
                    .forEach(silent -> origins.remove(silent.getKey()));
        }
        return origins.computeIfAbsent(key, any -> new Seen(chunk));
    }

    /** What came of one. Thread-safe. */
    private static final class Seen {
        private final long firstMicros;
        private final AtomicLong lastMicros;
        private final AtomicLong lines = new AtomicLong();
        private final RecentTotals recent = new RecentTotals(System.nanoTime());
        private volatile Origin origin;

        Seen(Chunk first) {
            firstMicros = first.receivedMicros();
            lastMicros = new AtomicLong(firstMicros);
            origin = first.origin();
        }

        void took(Chunk chunk) {
            lines.addAndGet(chunk.lines());
            lastMicros.lazySet(chunk.receivedMicros());
            origin = chunk.origin();
        }

        OriginStatus status(Set<String> open) {
            Origin latest = origin;
            return new OriginStatus(
                    latest,
                    open.contains(latest.peer()),
                    firstMicros,
                    lastMicros.get(),
                    lines.get(),
                    recent.perSecond());
        }
    }
}
