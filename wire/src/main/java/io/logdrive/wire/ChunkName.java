package io.logdrive.wire;

import java.util.UUID;

/** Names of chunks and batches. Thread-safe. */
public final class ChunkName {
    private ChunkName() {}

    /** {@code origin:first-sequence} (DESIGN.md, section 1). */
    public static String of(UUID origin, long firstSequence) {
        return origin + ":" + firstSequence;
    }
}
