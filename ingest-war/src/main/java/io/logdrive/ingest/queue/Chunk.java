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

    /** How a chunk's body holds its lines. Immutable. */
    public enum Format {
        /** Raw bytes as received, each line ended by a newline, the last one perhaps not. */
        LINES,
        /** Forward entries, uncompressed, one after the other (wire/PROTOCOL.md). */
        ENTRIES
    }

    /** {@code origin:first-sequence}. */
    public String name() {
        return ChunkName.of(origin.id(), first);
    }
}
