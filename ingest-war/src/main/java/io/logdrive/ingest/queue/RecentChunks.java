package io.logdrive.ingest.queue;

import io.logdrive.wire.OriginKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The chunks that were confirmed last, so that one which its sender sends again is not queued
 * twice.
 *
 * <p>A chunk is the same when it is of the same lines: a sender may cut what it sends again in
 * another way, and a longer chunk under the name of a shorter one brings lines that are new. Only
 * senders that name their chunks send again.
 *
 * <p>Confined to its owner's lock.
 */
final class RecentChunks {
    private final int max;
    private final Map<Key, Boolean> keys;

    RecentChunks(int max) {
        this.max = max;
        this.keys = new LinkedHashMap<>();
    }

    boolean contains(Chunk chunk) {
        return !keys.isEmpty() && keys.containsKey(keyOf(chunk));
    }

    void add(Chunk chunk) {
        OriginKind kind = chunk.origin().kind();
        if (kind == OriginKind.LINES || kind == OriginKind.FORWARD) {
            return;
        }
        keys.put(keyOf(chunk), Boolean.TRUE);
        if (keys.size() > max) {
            keys.remove(keys.keySet().iterator().next());
        }
    }

    /** Forgets all: they were confirmed by a broker that may since have lost them. */
    void clear() {
        keys.clear();
    }

    private static Key keyOf(Chunk chunk) {
        return new Key(chunk.origin().id(), chunk.first(), chunk.lines());
    }

    /** Which lines. Immutable. */
    private record Key(UUID origin, long first, int lines) {}
}
