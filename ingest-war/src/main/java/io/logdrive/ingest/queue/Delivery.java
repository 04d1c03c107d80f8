package io.logdrive.ingest.queue;

import jakarta.jms.Message;

/**
 * A chunk on loan from the queue until it is acknowledged.
 *
 * <p>Confined to the forwarder's thread, apart from its chunk.
 */
public final class Delivery {
    private final Chunk chunk;
    private final Message message;
    private final int generation;

    Delivery(Chunk chunk, Message message, int generation) {
        this.chunk = chunk;
        this.message = message;
        this.generation = generation;
    }

    /** The chunk. */
    public Chunk chunk() {
        return chunk;
    }

    Message message() {
        return message;
    }

    /** Which connection of the source it came by. */
    int generation() {
        return generation;
    }
}
