package io.logdrive.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.msgpack.core.MessageFormat;
import org.msgpack.value.ValueType;

/**
 * Reads MessagePack values one after the other from a range of bytes, in place. Every length is
 * compared with the bytes that are left before it is believed, so no caller can be made to allocate
 * or to read outside the range.
 *
 * <p>It stands beside msgpack-core's own unpacker because the hot path wants positions in the array
 * (slices, keys compared as bytes) and because one declared exception must cover all bad input.
 *
 * <p>Confined to the thread that reads.
 */
final class MsgpackReader {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int start;
    private final int end;
    private int position;
    private byte extensionType;

    MsgpackReader(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.bytes = bytes;
        this.start = offset;
        this.end = offset + length;
        this.position = offset;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Index in {@link #bytes} of the next value or of the payload just announced. */
    int position() {
        return position;
    }

    /** Goes back (or on) to a position that {@link #position} gave. */
    void moveTo(int earlier) {
        position = earlier;
    }

    /** True, and they are consumed, when these bytes come next. */
    boolean takeIf(byte[] expected) {
        int after = position + expected.length;
        if (after > end || !Arrays.equals(bytes, position, after, expected, 0, expected.length)) {
            return false;
        }
        position = after;
        return true;
    }

    boolean hasNext() {
        return position < end;
    }

    /** The format of the next value, without consuming it. */
    MessageFormat format() {
        need(1);
        MessageFormat format = MessageFormat.valueOf(bytes[position]);
        if (format == MessageFormat.NEVER_USED) {
            throw refuse("a MessagePack value", "0xc1");
        }
        return format;
    }

    ValueType type() {
        return format().getValueType();
    }

    /** True, and the value consumed, when the next value is nil. */
    boolean takeNil() {
        if (format() != MessageFormat.NIL) {
            return false;
        }
        position++;
        return true;
    }

    boolean takeBoolean() {
        expect(ValueType.BOOLEAN, "a boolean");
        return (bytes[position++] & 1) == 1;
    }

    /** Number of elements of the array that begins here; each has at least one byte left. */
    int arrayHeader(String what) {
        expect(ValueType.ARRAY, what);
        return count(1, what);
    }

    /** Number of pairs of the map that begins here; each has at least two bytes left. */
    int mapHeader(String what) {
        expect(ValueType.MAP, what);
        return count(2, what);
    }

    private int count(int bytesEach, String what) {
        int first = bytes[position++];
        long count =
                switch (MessageFormat.valueOf((byte) first)) {
                    case ARRAY16, MAP16 -> unsignedShort();
                    case ARRAY32, MAP32 -> unsignedInt();
                    default -> first & 0x0f;
                };
        if (count * bytesEach > end - position) {
            throw refuse(what + " within " + (end - position) + " bytes", count + " elements");
        }
        return (int) count;
    }

    /**
     * Length of the str or bin that begins here; {@link #position} is then at its first byte, and
     * the caller must {@link #moveTo} behind it.
     */
    int textHeader(String what) {
        ValueType type = type();
        if (!type.isRawType()) {
            throw refuse(what, named(type));
        }
        int first = bytes[position++];
        long length =
                switch (MessageFormat.valueOf((byte) first)) {
                    case STR8, BIN8 -> unsignedByte();
                    case STR16, BIN16 -> unsignedShort();
                    case STR32, BIN32 -> unsignedInt();
                    default -> first & 0x1f;
                };
        return payload(length, what);
    }

    /** As {@link #textHeader}, for an ext, whose type is then at {@link #extensionType}. */
    int extensionHeader(String what) {
        expect(ValueType.EXTENSION, what);
        long length =
                switch (MessageFormat.valueOf(bytes[position++])) {
                    case FIXEXT1 -> 1;
                    case FIXEXT2 -> 2;
                    case FIXEXT4 -> 4;
                    case FIXEXT8 -> 8;
                    case FIXEXT16 -> 16;
                    case EXT8 -> unsignedByte();
                    case EXT16 -> unsignedShort();
                    default -> unsignedInt();
                };
        need(1);
        extensionType = bytes[position++];
        return payload(length, what);
    }

    byte extensionType() {
        return extensionType;
    }

    private int payload(long length, String what) {
        if (length > end - position) {
            throw refuse(what + " within " + (end - position) + " bytes", length + " bytes");
        }
        return (int) length;
    }

    /** An integer that fits a long. */
    long integer(String what) {
        boolean unsigned = format() == MessageFormat.UINT64;
        long value = integerBits(what);
        if (unsigned && value < 0) {
            throw refuse(what, Long.toUnsignedString(value));
        }
        return value;
    }

    /** An integer's 64 bits; unsigned when the format is {@link MessageFormat#UINT64}. */
    long integerBits(String what) {
        expect(ValueType.INTEGER, what);
        byte first = bytes[position++];
        return switch (MessageFormat.valueOf(first)) {
            case UINT8 -> unsignedByte();
            case UINT16 -> unsignedShort();
            case UINT32 -> unsignedInt();
            case INT8 -> (byte) unsignedByte();
            case INT16 -> (short) unsignedShort();
            case INT32 -> (int) unsignedInt();
            case INT64, UINT64 -> longBits();
            default -> first;
        };
    }

    float float32() {
        position++;
        return Float.intBitsToFloat((int) unsignedInt());
    }

    double float64() {
        position++;
        return Double.longBitsToDouble(longBits());
    }

    /** The 32 bits at the position, which is moved behind them. */
    long unsignedInt() {
        need(4);
        int value = (int) INT.get(bytes, position);
        position += 4;
        return value & 0xffff_ffffL;
    }

    long longBits() {
        need(8);
        long value = (long) LONG.get(bytes, position);
        position += 8;
        return value;
    }

    private int unsignedByte() {
        need(1);
        return bytes[position++] & 0xff;
    }

    private int unsignedShort() {
        need(2);
        short value = (short) SHORT.get(bytes, position);
        position += 2;
        return value & 0xffff;
    }

    /** Steps over the next value, whose containers may nest {@code levels} deep. */
    void skip(int levels) {
        switch (type()) {
            case NIL, BOOLEAN -> position++;
            case INTEGER -> integerBits("an integer");
            case FLOAT -> {
                int width = format() == MessageFormat.FLOAT32 ? 5 : 9;
                need(width);
                position += width;
            }
            case STRING, BINARY -> advance(textHeader("a string"));
            case EXTENSION -> advance(extensionHeader("an ext"));
            case ARRAY -> skipAll(arrayHeader("an array"), levels);
            case MAP -> {
                int pairs = mapHeader("a map");
                skipAll(pairs, levels);
                skipRest(pairs, levels);
            }
        }
    }

    private void advance(int count) {
        position += count;
    }

    private void skipAll(int values, int levels) {
        if (levels <= 0) {
            throw refuse("no deeper nesting", "another level");
        }
        skipRest(values, levels);
    }

    private void skipRest(int values, int levels) {
        for (int i = 0; i < values; i++) {
            skip(levels - 1);
        }
    }

    /** Checks that the range ends here. */
    void expectEnd() {
        if (hasNext()) {
            throw refuse("the end", (end - position) + " bytes more");
        }
    }

    void expect(ValueType type, String what) {
        ValueType found = type();
        if (found != type) {
            throw refuse(what, named(found));
        }
    }

    private void need(int count) {
        if (end - position < count) {
            throw refuse(count + " bytes", "the end");
        }
    }

    /** The refusal of what stands at the position. */
    ForwardException refuse(String expected, String found) {
        return new ForwardException(
                "forward value: expected "
                        + expected
                        + " at byte "
                        + (position - start)
                        + ", found "
                        + found);
    }

    static String named(ValueType type) {
        return switch (type) {
            case NIL -> "nil";
            case BOOLEAN -> "a boolean";
            case INTEGER -> "an integer";
            case FLOAT -> "a float";
            case STRING -> "a str";
            case BINARY -> "a bin";
            case ARRAY -> "an array";
            case MAP -> "a map";
            case EXTENSION -> "an ext";
        };
    }
}
