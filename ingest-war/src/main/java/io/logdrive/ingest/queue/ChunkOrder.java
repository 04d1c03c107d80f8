package io.logdrive.ingest.queue;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts chunks back into the order of their origin before they are parsed.
 *
 * <p>Artemis lets messages overtake each other when an address begins to page: the first ones that
 * go to a page are delivered from there while those before them still wait for the journal's sync.
 * Seen with 2.56: up to 1,800 chunks and 30 MB, never more than what is unconfirmed at the moment.
 * A chunk that comes before its predecessor therefore waits here for it; DESIGN.md promises the
 * order within an origin.
 *
 * <p>Known weakness: what is missing is known only of origins whose earlier chunks came by here, so
 * the first chunk of an origin after a start may be overtaken. And a predecessor that never comes,
 * because another consumer took it, would hold its successors up; so the wait is bounded in time
 * and in bytes, and where several consumers share the queue this is switched off.
 *
 * <p>Confined to the thread of the consumer.
 */
public final class ChunkOrder {
    /** Hears of chunks that came too early. */
    public interface Events {
        /** A chunk came before its predecessor and waits for it. */
        void overtook();

        /** So many chunks of an origin are handed on without waiting any longer. */
        void disordered(UUID origin, long missing, int chunks);
    }

    /** What may wait, in bytes: twice what may be unconfirmed by default. */
    public static final long WAITING_BYTES_MAX = 32L << 20;

    /** A sync of the journal that takes longer finds a disk that has other troubles. */
    public static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Origins that are remembered; the one that was silent longest is forgotten first. */
    public static final int ORIGINS_MAX = 20_000;

    private final Consumer<Delivery> next;
    private final Events events;

    /** The sequence that comes next, by origin; the longest silent one first. */
    private final Map<UUID, Long> expected =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<UUID, Long> eldest) {
                    return size() > ORIGINS_MAX;
                }
            };

    /** Origins of which something is missing; the one that has waited longest first. */
    private final Map<UUID, Early> early = new LinkedHashMap<>();

    private long waitingBytes;

    /**
     * @param next takes each chunk when its turn has come
     */
    public ChunkOrder(Consumer<Delivery> next, Events events) {
        this.next = next;
        this.events = events;
    }

    /** Takes a chunk from the queue: hands it on, and what waited for it, or lets it wait. */
    public void arrived(Delivery delivery, long nowNanos) {
        Chunk chunk = delivery.chunk();
        UUID origin = chunk.origin().id();
        Long due = expected.get(origin);
        if (due == null || chunk.first() <= due) {
            pass(delivery);
            Early waiting = early.get(origin);
            if (waiting != null) {
                passDue(origin, waiting);
            }
            return;
        }
        early.computeIfAbsent(origin, id -> new Early(nowNanos)).add(delivery);
        waitingBytes += chunk.memoryBytes();
        events.overtook();
        if (waitingBytes > WAITING_BYTES_MAX) {
            giveUpOldest();
        }
    }

    /** Hands on what has waited too long. */
    public void expire(long nowNanos) {
        while (!early.isEmpty()
                && nowNanos - early.values().iterator().next().sinceNanos >= WAIT_NANOS) {
            giveUpOldest();
        }
    }

    /** Whether nothing waits. */
    public boolean isEmpty() {
        return early.isEmpty();
    }

    /** Forgets what waits: the queue delivers it again. */
    public void clear() {
        early.clear();
        waitingBytes = 0;
    }

    private void passDue(UUID origin, Early waiting) {
        for (Delivery due = waiting.poll(expected.get(origin));
                due != null;
                due = waiting.poll(expected.get(origin))) {
            waitingBytes -= due.chunk().memoryBytes();
            pass(due);
        }
        if (waiting.isEmpty()) {
            early.remove(origin);
        }
    }

    private void giveUpOldest() {
        Iterator<Map.Entry<UUID, Early>> oldest = early.entrySet().iterator();
        Map.Entry<UUID, Early> entry = oldest.next();
        oldest.remove();
        events.disordered(
                entry.getKey(), expected.getOrDefault(entry.getKey(), 0L), entry.getValue().size());
        for (Delivery delivery : entry.getValue().inOrder()) {
            waitingBytes -= delivery.chunk().memoryBytes();
            pass(delivery);
        }
    }

    private void pass(Delivery delivery) {
        Chunk chunk = delivery.chunk();
        expected.merge(chunk.origin().id(), chunk.first() + chunk.lines(), Math::max);
        next.accept(delivery);
    }

    /** Chunks of one origin that came before their turn. Confined as its owner. */
    private static final class Early {
        private final long sinceNanos;

        /** By first sequence; the same chunk may be there twice when the queue repeats it. */
        private final TreeMap<Long, ArrayDeque<Delivery>> byFirst = new TreeMap<>();

        Early(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }

        void add(Delivery delivery) {
            byFirst.computeIfAbsent(delivery.chunk().first(), first -> new ArrayDeque<>(1))
                    .add(delivery);
        }

        /** Takes one whose first sequence is {@code due} or lower; null when there is none. */
        @Nullable Delivery poll(@Nullable Long due) {
            Map.Entry<Long, ArrayDeque<Delivery>> lowest = byFirst.firstEntry();
            if (lowest == null || due == null || lowest.getKey() > due) {
                return null;
            }
            Delivery taken = lowest.getValue().remove();
            if (lowest.getValue().isEmpty()) {
                byFirst.remove(lowest.getKey());
            }
            return taken;
        }

        boolean isEmpty() {
            return byFirst.isEmpty();
        }

        int size() {
            return byFirst.values().stream().mapToInt(ArrayDeque::size).sum();
        }

        Iterable<Delivery> inOrder() {
            return () -> byFirst.values().stream().flatMap(ArrayDeque::stream).iterator();
        }
    }
}
