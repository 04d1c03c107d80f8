package io.logdrive.ingest.queue;

import io.logdrive.wire.ChunkName;
import io.logdrive.wire.LineMarks;
import io.logdrive.wire.Origin;
import java.util.BitSet;

/**
 * Consecutive lines of one origin, accepted as one unit: one JMS message.
 *
 * <p>Immutable as long as nobody writes to {@code body}.
 *
 * @param origin whose lines these are
 * @param first the sequence of the first line
 * @param lines how many lines, 1 or more: sequences, also those whose line its agent filtered
 * @param receivedMicros when they were read, microseconds since the epoch
 * @param format how {@code body} holds them
 * @param body the lines that were not filtered
 * @param marks which of the lines were cut or filtered, and what their agent knows of all
 */
@SuppressWarnings("ArrayRecordComponent") // a view into a buffer, never compared
public record Chunk(
        Origin origin,
        long first,
        int lines,
        long receivedMicros,
        Format format,
        byte[] body,
        LineMarks marks) {

    /** What the 32 bits of seconds of a Forward entry can carry. */
    private static final long MICROS_END = (1L << 32) * 1_000_000;

    /** About what the objects of marks take: a chunk may have many of them and hardly a body. */
    private static final int MARKS_BYTES = 256;

    /** How a chunk's body holds its lines. Immutable. */
    public enum Format {
        /** Raw bytes as received, each line ended by a newline, the last one perhaps not. */
        LINES,
        /** As {@link io.logdrive.wire.PrefixedLines} reads them: a line may contain newlines. */
        TEXTS,
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
                || marks.filtered().end() > lines
                || receivedMicros < 0
                || receivedMicros >= MICROS_END) {
            throw new IllegalArgumentException(
                    "chunk of "
                            + origin.id()
                            + ": expected first >= 0, lines >= 1, received in 1970..2105 and"
                            + " filtered within the lines, found first "
                            + first
                            + ", lines "
                            + lines
                            + ", received "
                            + receivedMicros
                            + " and filtered "
                            + marks.filtered().end());
        }
    }

    /** A chunk of which nothing more is known than which of its lines were cut. */
    @SuppressWarnings("checkstyle:ParameterNumber")
    public Chunk(
            Origin origin,
            long first,
            int lines,
            long receivedMicros,
            Format format,
            byte[] body,
            BitSet truncated) {
        this(origin, first, lines, receivedMicros, format, body, LineMarks.of(truncated));
    }

    /** Which lines, counted from 0 without those that were filtered, were cut. */
    public BitSet truncated() {
        return marks.truncated();
    }

    /** How many lines were not filtered: what the body holds. */
    public int kept() {
        return lines - marks.filtered().total();
    }

    /** What it takes in memory, about: its body, and what marks it has. */
    public int memoryBytes() {
        boolean plain = marks.filtered().isEmpty() && marks.attributes().isEmpty();
        return plain
                ? body.length
                : body.length
                        + MARKS_BYTES
                        + 2 * Integer.BYTES * marks.filtered().runs()
                        + marks.attributes().bytes();
    }

    /** {@code origin:first-sequence}. */
    public String name() {
        return ChunkName.of(origin.id(), first);
    }
}
