package io.logdrive.agent.send;

/**
 * What went out and came back since the start, and what is kept.
 *
 * <p>Immutable.
 */
record Traffic(
        long chunksSent,
        long bytesSent,
        long chunksResent,
        long chunksAcknowledged,
        long bytesAcknowledged,
        int chunksKept,
        long bytesKept) {
    static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0, 0);

    Traffic sent(OutgoingChunk chunk, boolean again) {
        return new Traffic(
                chunksSent + 1,
                bytesSent + chunk.length(),
                chunksResent + (again ? 1 : 0),
                chunksAcknowledged,
                bytesAcknowledged,
                0,
                0);
    }

    Traffic acknowledged(OutgoingChunk chunk) {
        return new Traffic(
                chunksSent,
                bytesSent,
                chunksResent,
                chunksAcknowledged + 1,
                bytesAcknowledged + chunk.length(),
                0,
                0);
    }

    Traffic kept(int chunks, long bytes) {
        return new Traffic(
                chunksSent,
                bytesSent,
                chunksResent,
                chunksAcknowledged,
                bytesAcknowledged,
                chunks,
                bytes);
    }
}
