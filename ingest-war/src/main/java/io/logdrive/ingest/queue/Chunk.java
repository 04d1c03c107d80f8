package io.logdrive.ingest.queue;

import io.logdrive.wire.ChunkName;
import io.logdrive.wire.Origin;
import java.util.BitSet;

/**
 * Consecutive lines of one origin, accepted as one unit: one JMS message.
 *
 * <p>Immutable as long as nobody writes to {@code body}.
 *
 * @param origin whose lines these are
 * @param first the sequence of the first line
 * @param lines how many lines, 1 or more
 * @param receivedMicros when they were read, microseconds since the epoch
 * @param format how {@code body} holds them
 * @param body the lines
 * @param truncated which lines, counted from 0 within the chunk, were cut at the line limit
 */
@SuppressWarnings("ArrayRecordComponent") // a view into a buffer, never compared
public record Chunk(
        Origin origin,
        long first,
        int lines,
        long receivedMicros,
        Format format,
        byte[] body,
        BitSet truncated) {

    /** What the 32 bits of seconds of a Forward entry can carry. */
    private static final long MICROS_END = (1L << 32) * 1_000_000;

    /** How a chunk's body holds its lines. Immutable. */
    public enum Format {
        /** Raw bytes as received, each line ended by a newline, the last one perhaps not. */
        LINES,
        /** Forward entries, uncompressed, one after the other (wire/PROTOCOL.md). */
        ENTRIES,
        /**
         * Nothing: the lines were given up by deleting their dead letter; the ledger is to know.
         */
        NONE
    }

    /**
     * Checks what a batch relies on.
     *
     * @throws IllegalArgumentException when a number is out of range
     */
    public Chunk {
        if (first < 0
                || lines < 1
                || first > Long.MAX_VALUE - lines
                || receivedMicros < 0
                || receivedMicros >= MICROS_END) {
            throw new IllegalArgumentException(
                    "chunk of "
                            + origin.id()
                            + ": expected first >= 0, lines >= 1 and received in 1970..2105, found"
                            + " first "
                            + first
                            + ", lines "
                            + lines
                            + " and received "
                            + receivedMicros);
        }
    }

    /** {@code origin:first-sequence}. */
    public String name() {
        return ChunkName.of(origin.id(), first);
    }
}
