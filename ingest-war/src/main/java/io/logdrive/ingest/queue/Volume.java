package io.logdrive.ingest.queue;

/**
 * An amount of queued data.
 *
 * <p>Immutable.
 *
 * @param chunks JMS messages
 * @param lines lines in them
 * @param bytes bytes of their bodies
 */
public record Volume(long chunks, long lines, long bytes) {
    /** Nothing. */
    public static final Volume NONE = new Volume(0, 0, 0);

    Volume plus(Volume other) {
        return new Volume(chunks + other.chunks, lines + other.lines, bytes + other.bytes);
    }

    /** The difference, with nothing below zero. */
    Volume minus(Volume other) {
        return new Volume(
                Math.max(0, chunks - other.chunks),
                Math.max(0, lines - other.lines),
                Math.max(0, bytes - other.bytes));
    }

    static Volume of(Chunk chunk) {
        return new Volume(1, chunk.lines(), chunk.body().length);
    }
}
