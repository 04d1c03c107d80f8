package io.logdrive.ingest.queue;

/** A chunk until it is confirmed. Compared by identity. Immutable. */
final class Pending {
    private final Chunk chunk;
    private final Runnable onConfirmed;
    private final long sinceNanos = System.nanoTime();

    Pending(Chunk chunk, Runnable onConfirmed) {
        this.chunk = chunk;
        this.onConfirmed = onConfirmed;
    }

    Chunk chunk() {
        return chunk;
    }

    /** Tells the listener that the chunk is on disk. */
    Runnable onConfirmed() {
        return onConfirmed;
    }

    /** When it was offered to the queue. */
    long sinceNanos() {
        return sinceNanos;
    }
}
