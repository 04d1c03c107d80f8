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

    /** Was handed over whole; answers whether that was the first time. */
    boolean handedOver() {
        boolean again = handedOver;
        handedOver = true;
        return !again;
    }

    /** The session is lost: from its first byte, should there be another. */
    void rewind() {
        frame.rewind();
    }
}
