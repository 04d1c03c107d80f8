package io.logdrive.agent.send;

import java.nio.ByteBuffer;

/**
 * A frame that is to be sent, or sent again, until it is acknowledged: the same bytes each time.
 *
 * <p>Confined to the thread that sends.
 */
final class SentChunk {
    private final ByteBuffer frame;
    private final long first;
    private final int lines;
    private boolean handedOver;
    private long handedOverNanos;

    /**
     * @param frame its bytes, from 0 to the limit
     */
    SentChunk(ByteBuffer frame, long first, int lines) {
        this.frame = frame;
        this.first = first;
        this.lines = lines;
    }

    ByteBuffer frame() {
        return frame;
    }

    long first() {
        return first;
    }

    int lines() {
        return lines;
    }

    /** Whether some, but not all of it, was written. */
    boolean torn() {
        return frame.position() > 0 && frame.hasRemaining();
    }

    /** Its last bytes were handed over then; answers whether that was the first time. */
    boolean handedOver(long nanoTime) {
        if (handedOver) {
            return false;
        }
        handedOver = true;
        handedOverNanos = nanoTime;
        return true;
    }

    /** When that was. */
    long handedOverNanos() {
        return handedOverNanos;
    }

    /** The session is lost: from its first byte, should there be another. */
    void rewind() {
        frame.rewind();
    }
}
