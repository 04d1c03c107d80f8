package io.logdrive.wire;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.msgpack.core.MessageFormat;
import org.msgpack.value.ValueType;

/**
 * Finds where a MessagePack value ends in bytes that come piecemeal, without decoding or copying
 * them, and refuses lengths over the bounds as soon as their header is seen.
 *
 * <p>A frame is nil, an array or a map; any other first byte is refused at once. Memory is one
 * number per level of nesting. Every element still owed is counted as one byte, so a header that
 * claims more elements or bytes than a frame may have left is refused before they come.
 *
 * <p>After a {@link ForwardException} the scanner is spent.
 *
 * <p>Confined to the connection's event loop thread.
 */
public final class FrameScanner {
    private final int bytesMax;

    /** Values not yet begun, per open container; at index 0 the frame itself. */
    private final long[] valuesLeft;

    private int depth;
    private long bytesSeen;
    private long valuesOwed;
    private long payloadLeft;

    private MessageFormat format = MessageFormat.NIL;
    private int lengthBytesLeft;
    private long claimed;

    /** A scanner at the start of a frame. */
    public FrameScanner(ForwardLimits limits) {
        bytesMax = limits.frameBytesMax();
        valuesLeft = new long[limits.depthMax() + 1];
        startFrame();
    }

    /**
     * Whether a connection that begins with this byte speaks Forward: an array of up to 15 elements
     * or nil. No text in UTF-8 begins so. The longer array headers {@code dc} and {@code dd} are
     * left out because they do begin characters (U+0700 to U+077F), and no sender writes 2 to 4
     * elements with them; behind the first byte of a connection they are accepted.
     */
    public static boolean startsForward(byte first) {
        return first == (byte) 0xc0 || (first & 0xf0) == 0x90;
    }

    /**
     * Goes on where the last call stopped: {@code next} holds bytes not seen before. Consumes
     * (moves the position of) {@code next} up to the end of the frame or of the buffer.
     *
     * @return true when the frame is complete; the scanner is then at the start of the next frame
     * @throws ForwardException over a bound, or a byte that starts no value ({@code 0xc1})
     */
    public boolean scan(ByteBuffer next) {
        while (next.hasRemaining()) {
            if (payloadLeft > 0) {
                int step = (int) Math.min(payloadLeft, next.remaining());
                next.position(next.position() + step);
                bytesSeen += step;
                payloadLeft -= step;
            } else {
                byte seen = next.get();
                bytesSeen++;
                if (lengthBytesLeft == 0) {
                    startValue(seen);
                } else {
                    claimed = (claimed << 8) | (seen & 0xff);
                    if (--lengthBytesLeft == 0) {
                        takeLength(claimed);
                    }
                }
            }
            if (valuesOwed + payloadLeft + lengthBytesLeft == 0) {
                startFrame();
                return true;
            }
        }
        return false;
    }

    private void startFrame() {
        depth = 0;
        valuesLeft[0] = 1;
        valuesOwed = 1;
        bytesSeen = 0;
    }

    private void startValue(byte first) {
        format = MessageFormat.valueOf(first);
        if (bytesSeen == 1) {
            checkFrameStart(first);
        }
        valuesLeft[depth]--;
        valuesOwed--;
        claimed = 0;
        switch (format) {
            case NIL, BOOLEAN, POSFIXINT, NEGFIXINT -> takePayload(0);
            case INT8, UINT8 -> takePayload(1);
            case INT16, UINT16, FIXEXT1 -> takePayload(2);
            case FIXEXT2 -> takePayload(3);
            case INT32, UINT32, FLOAT32 -> takePayload(4);
            case FIXEXT4 -> takePayload(5);
            case INT64, UINT64, FLOAT64 -> takePayload(8);
            case FIXEXT8 -> takePayload(9);
            case FIXEXT16 -> takePayload(17);
            case FIXSTR -> takePayload(first & 0x1f);
            case FIXARRAY, FIXMAP -> takeLength(first & 0x0f);
            case STR8, BIN8, EXT8 -> lengthBytesLeft = 1;
            case STR16, BIN16, EXT16, ARRAY16, MAP16 -> lengthBytesLeft = 2;
            case STR32, BIN32, EXT32, ARRAY32, MAP32 -> lengthBytesLeft = 4;
            case NEVER_USED ->
                    throw new ForwardException(
                            "forward frame: expected a MessagePack value at byte "
                                    + (bytesSeen - 1)
                                    + ", found 0xc1");
        }
        checkBytes();
    }

    private void checkFrameStart(byte first) {
        ValueType type = format == MessageFormat.NEVER_USED ? null : format.getValueType();
        if (type != ValueType.NIL && type != ValueType.ARRAY && type != ValueType.MAP) {
            throw new ForwardException(
                    String.format(
                            Locale.ROOT,
                            "forward frame: expected an array, a map or nil, found byte 0x%02x",
                            first & 0xff));
        }
    }

    private void takeLength(long length) {
        switch (format.getValueType()) {
            case ARRAY -> open(length);
            case MAP -> open(2 * length);
            case EXTENSION -> takePayload(length + 1);
            default -> takePayload(length);
        }
        checkBytes();
    }

    private void takePayload(long length) {
        payloadLeft = length;
        closeFinished();
    }

    private void open(long values) {
        if (depth == valuesLeft.length - 1) {
            throw new ForwardException(
                    "forward frame: expected at most "
                            + depth
                            + " levels, found another at byte "
                            + (bytesSeen - 1));
        }
        depth++;
        valuesLeft[depth] = values;
        valuesOwed += values;
        closeFinished();
    }

    /** A container whose last value has begun needs no level any more. */
    private void closeFinished() {
        while (depth > 0 && valuesLeft[depth] == 0) {
            depth--;
        }
    }

    private void checkBytes() {
        long least = bytesSeen + valuesOwed + payloadLeft + lengthBytesLeft;
        if (least > bytesMax) {
            throw new ForwardException(
                    "forward frame: expected at most "
                            + bytesMax
                            + " bytes, found a header at byte "
                            + (bytesSeen - 1)
                            + " that makes it at least "
                            + least);
        }
    }
}
