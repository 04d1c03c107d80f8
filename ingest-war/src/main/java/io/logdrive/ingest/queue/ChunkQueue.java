package io.logdrive.ingest.queue;

/** Where listeners put chunks. */
public interface ChunkQueue {
    /**
     * Takes a chunk without waiting. {@code onConfirmed} runs once, on a thread of the queue, after
     * the chunk is on disk; it never runs when the process ends first.
     */
    Enqueued enqueue(Chunk chunk, Runnable onConfirmed);
}
