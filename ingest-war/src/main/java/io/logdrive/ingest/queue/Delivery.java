package io.logdrive.ingest.queue;

/** A chunk on loan from the queue until it is acknowledged; no two deliveries are equal. */
public interface Delivery {
    /** The chunk. */
    Chunk chunk();
}
