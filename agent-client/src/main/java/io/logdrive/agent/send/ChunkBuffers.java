package io.logdrive.agent.send;

import java.util.ArrayDeque;

/**
 * Arrays for chunks, used again: as many as were ever in use at once, and none before they are
 * needed.
 *
 * <p>Confined to the thread that sends.
 */
final class ChunkBuffers {
    private final int bytes;
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    ChunkBuffers(int bytes) {
        this.bytes = bytes;
    }

    byte[] take() {
        byte[] kept = free.poll();
        return kept == null ? new byte[bytes] : kept;
    }

    void giveBack(byte[] buffer) {
        free.push(buffer);
    }
}
