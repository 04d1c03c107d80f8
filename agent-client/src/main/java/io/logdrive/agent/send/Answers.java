package io.logdrive.agent.send;

import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardException;
import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.FrameScanner;
import io.logdrive.wire.HandshakeCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads what a server says on the Forward wire: acknowledgements and heartbeats.
 *
 * <p>Confined to the thread that sends.
 */
final class Answers {
    /** A chunk name is at most 1 KiB; the rest is for keys that we do not know. */
    private static final ForwardLimits LIMITS = new ForwardLimits(16 << 10, 16 << 10, 1, 8);

    private static final int FIRST_BYTES = 128;
    private static final byte NIL = (byte) 0xc0;

    private final FrameScanner scanner = new FrameScanner(LIMITS);
    private final ForwardCodec codec = new ForwardCodec(LIMITS);
    private byte[] frame = new byte[FIRST_BYTES];
    private int length;

    /**
     * Reads all of {@code in}. A server that begins with HELO is told from one that says what
     * nobody understands.
     *
     * @param acknowledged takes the name of each acknowledged chunk
     * @throws IOException when it is anything else; the connection is of no use then
     */
    void read(ByteBuffer in, Consumer<String> acknowledged) throws IOException {
        try {
            while (in.hasRemaining()) {
                ByteBuffer fresh = in.duplicate();
                boolean complete = scanner.scan(in);
                fresh.limit(in.position());
                append(fresh);
                if (complete) {
                    if (HandshakeCodec.isHelo(frame, 0, length)) {
                        throw new IOException("the server wants a shared key, none is configured");
                    }
                    if (length > 1 || frame[0] != NIL) {
                        acknowledged.accept(codec.decodeAck(frame, 0, length));
                    }
                    length = 0;
                }
            }
        } catch (ForwardException e) {
            throw new IOException("answer of the server: " + e.getMessage(), e);
        }
    }

    private void append(ByteBuffer fresh) {
        int count = fresh.remaining();
        if (length + count > frame.length) {
            frame = Arrays.copyOf(frame, Math.max(length + count, 2 * frame.length));
        }
        fresh.get(frame, length, count);
        length += count;
    }
}
