package io.logdrive.destination.receive;

import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.FrameScanner;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts a connection's bytes into frames. A frame that lies whole in one read is not copied; one
 * that comes in parts is gathered in an array that grows with what came, never with what was
 * claimed.
 *
 * <p>Confined to the connection's event loop thread.
 */
final class FrameBuffer {
    private static final byte[] NONE = {};
    private static final int FIRST_BYTES = 4 << 10;

    /** An array up to this size is kept for the next frame; a larger one is given back. */
    private static final int KEPT_BYTES_MAX = 64 << 10;

    private final FrameScanner scanner;
    private final BufferBudget budget;
    private final int frameBytesMax;
    private byte[] gathered = NONE;
    private int length;

    FrameBuffer(ForwardLimits limits, BufferBudget budget) {
        this.scanner = new FrameScanner(limits);
        this.budget = budget;
        this.frameBytesMax = limits.frameBytesMax();
    }

    /**
     * Consumes {@code read} up to the end of the next frame and gives that to {@code sink}.
     *
     * @return false when {@code read} is consumed and the frame goes on
     * @throws io.logdrive.wire.ForwardException as {@link FrameScanner#scan}
     * @throws CloseException when all connections together hold too much
     */
    boolean next(ByteBuffer read, FrameSink sink) {
        int start = read.position();
        boolean complete = scanner.scan(read);
        int count = read.position() - start;
        if (complete && length == 0) {
            sink.frame(read.array(), read.arrayOffset() + start, count);
            return true;
        }
        gather(read.array(), read.arrayOffset() + start, count);
        if (complete) {
            sink.frame(gathered, 0, length);
            length = 0;
            if (gathered.length > KEPT_BYTES_MAX) {
                release();
            }
        }
        return complete;
    }

    /** Whether a frame has begun and not ended. */
    boolean isWithinFrame() {
        return length > 0;
    }

    /** Gives the memory back; the connection is closed. */
    void release() {
        budget.release(gathered.length);
        gathered = NONE;
        length = 0;
    }

    private void gather(byte[] bytes, int offset, int count) {
        int needed = Math.addExact(length, count);
        if (needed > gathered.length) {
            // The scanner lets no frame grow over its bound, so it is never more than that.
            int doubled = (int) Math.min(2L * gathered.length, frameBytesMax);
            int capacity = Math.max(FIRST_BYTES, Math.max(needed, doubled));
            if (!budget.reserve(capacity - gathered.length)) {
                throw new CloseException(
                        CloseReason.MEMORY,
                        "unfinished frames: expected room for "
                                + capacity
                                + " bytes, found "
                                + budget.used()
                                + " in use by all connections");
            }
            gathered = Arrays.copyOf(gathered, capacity);
        }
        System.arraycopy(bytes, offset, gathered, length, count);
        length = needed;
    }

    /** Takes one whole frame; the bytes are valid during the call only. */
    interface FrameSink {
        void frame(byte[] bytes, int offset, int length);
    }
}
