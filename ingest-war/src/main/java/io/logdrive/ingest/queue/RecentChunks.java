package io.logdrive.ingest.queue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The chunks that were confirmed last, so that one which its sender sends again is not queued
 * twice.
 *
 * <p>A chunk is the same when it is of the same lines: a sender may cut what it sends again in
 * another way, and a longer chunk under the name of a shorter one brings lines that are new. The
 * same lines with another text are a bug of the sender, which the destination counts: they are not
 * the same here, nor are those that the sender's rules filter in another way. Only senders that
 * name their chunks send again.
 *
 * <p>Confined to its owner's lock.
 */
final class RecentChunks {
    private final int max;
    private final Map<Key, Integer> checksums;

    RecentChunks(int max) {
        this.max = max;
        this.checksums = new LinkedHashMap<>();
    }

    boolean contains(Chunk chunk) {
        Integer checksum = checksums.isEmpty() ? null : checksums.get(keyOf(chunk));
        return checksum != null && checksum == checksumOf(chunk);
    }

    void add(Chunk chunk) {
        if (!chunk.origin().kind().isSentAgain()) {
            return;
        }
        checksums.put(keyOf(chunk), checksumOf(chunk));
        if (checksums.size() > max) {
            checksums.remove(checksums.keySet().iterator().next());
        }
    }

    /** Forgets all: they were confirmed by a broker that may since have lost them. */
    void clear() {
        checksums.clear();
    }

    private static Key keyOf(Chunk chunk) {
        return new Key(chunk.origin().id(), chunk.first(), chunk.lines());
    }

    private static int checksumOf(Chunk chunk) {
        CRC32C crc = new CRC32C();
        crc.update(chunk.body());
        return 31 * (int) crc.getValue() + chunk.marks().hashCode();
    }

    /** Which lines. Immutable. */
    private record Key(UUID origin, long first, int lines) {}
}
