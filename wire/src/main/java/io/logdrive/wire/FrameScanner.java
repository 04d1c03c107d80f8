package io.logdrive.wire;

import java.nio.ByteBuffer;

/**
 * Finds where a MessagePack value ends in bytes that come piecemeal, without decoding or copying
 * them, and refuses lengths over the bounds as soon as their header is seen.
 *
 * <p>Confined to the connection's event loop thread.
 */
public final class FrameScanner {
    /** A scanner at the start of a frame. */
    public FrameScanner(ForwardLimits limits) {}

    /**
     * Goes on where the last call stopped: {@code next} holds bytes not seen before. Consumes
     * (moves the position of) {@code next} up to the end of the frame or of the buffer.
     *
     * @return true when the frame is complete; the scanner is then at the start of the next frame
     * @throws ForwardException over a bound, or a byte that starts no value ({@code 0xc1})
     */
    public boolean scan(ByteBuffer next) {
        throw new UnsupportedOperationException();
    }
}
