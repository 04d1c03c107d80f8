package io.logdrive.agent.tail;

import io.logdrive.agent.send.OutgoingChunk;

/** Takes chunks, those of a file in their order. Thread-safe. */
public interface ChunkSink {
    /** Waits for room; answers false when it takes no more. */
    boolean put(OutgoingChunk chunk) throws InterruptedException;
}
