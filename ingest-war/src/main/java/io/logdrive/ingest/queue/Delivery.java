package io.logdrive.ingest.queue;

/** A chunk on loan from the queue until it is acknowledged; no two deliveries are equal. */
public interface Delivery {
    /** The chunk. */
    Chunk chunk();

    /** The same for every delivery of one message; a chunk that was sent twice is two messages. */
    String id();
}
