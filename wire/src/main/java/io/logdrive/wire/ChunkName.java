package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/**
 * Names of chunks and batches.
 *
 * <p>Thread-safe.
 */
public final class ChunkName {
    private ChunkName() {}

    /** {@code origin:first-sequence} (DESIGN.md, section 1). */
    public static String of(UUID origin, long firstSequence) {
        return origin + ":" + firstSequence;
    }

    /**
     * The origin that a foreign sender's chunk is by itself: a name-based UUID (RFC 4122, version
     * 3) of the bytes {@code forward-chunk:} and the option {@code chunk}. A resend has the same
     * chunk, hence the same origin and the same sequences from 0, and the ledger knows it.
     */
    public static UUID originOf(String foreignChunk) {
        return UUID.nameUUIDFromBytes(("forward-chunk:" + foreignChunk).getBytes(UTF_8));
    }
}
