package io.logdrive.ingest.queue;

/** What became of a chunk that was offered to the queue. Immutable. */
public enum Enqueued {
    /** The queue has it in memory and will confirm it once it is on disk. */
    ACCEPTED,
    /** The bound on unconfirmed bytes is reached; the chunk was not taken. */
    FULL,
    /** The queue is stopping; the chunk was not taken. */
    CLOSED
}
