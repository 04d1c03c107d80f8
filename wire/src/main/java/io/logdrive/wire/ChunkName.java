package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names of chunks and batches.
 *
 * <p>Thread-safe.
 */
public final class ChunkName {
    private static final int UUID_CHARS = 36;

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

    /**
     * Reads what {@link #of} makes: a UUID in its canonical form (lower case), a colon, and a
     * number of 0 to 2^63-1 without sign or leading zeros.
     *
     * @return null when it is another name
     */
    public static @Nullable Sequence parse(String name) {
        if (name.length() <= UUID_CHARS + 1 || name.charAt(UUID_CHARS) != ':') {
            return null;
        }
        try {
            UUID origin = UUID.fromString(name.substring(0, UUID_CHARS));
            long first = Long.parseLong(name, UUID_CHARS + 1, name.length(), 10);
            // Both readers are more tolerant than a name may be: it must come back as it was.
            return first >= 0 && of(origin, first).equals(name)
                    ? new Sequence(origin, first)
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * A sequence of an origin.
     *
     * <p>Immutable.
     */
    public record Sequence(UUID origin, long first) {}
}
