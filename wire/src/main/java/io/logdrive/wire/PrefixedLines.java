package io.logdrive.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Lines that may contain newlines, one after the other, as {@link LineEntries} gives them: how many
 * they are, then for each its length and its bytes. Numbers have four bytes, big-endian.
 *
 * <p>Confined to the thread that reads.
 */
public final class PrefixedLines {
    /** What stands before all lines: how many they are. */
    public static final int HEAD_BYTES = Integer.BYTES;

    /** What stands before each line: its length. */
    public static final int LENGTH_BYTES = Integer.BYTES;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] body;
    private final int count;
    private int taken;
    private int start;
    private int end = HEAD_BYTES;

    /**
     * Before the first line.
     *
     * @throws IllegalArgumentException when the body does not begin with a number
     */
    public PrefixedLines(byte[] body) {
        if (body.length < HEAD_BYTES) {
            throw refused("the number of lines", body.length + " bytes");
        }
        this.body = body;
        this.count = (int) INT.get(body, 0);
    }

    /** How many lines the body says that it has. */
    public int count() {
        return count;
    }

    /**
     * Goes to the next line.
     *
     * @return false when there is none
     * @throws IllegalArgumentException when the body does not hold what it says
     */
    public boolean next() {
        int left = body.length - end;
        if (taken == count) {
            if (left != 0) {
                throw refused("the end behind " + count + " lines", left + " bytes more");
            }
            return false;
        }
        int length = left < LENGTH_BYTES ? -1 : (int) INT.get(body, end);
        if (length < 0 || length > left - LENGTH_BYTES) {
            throw refused("a line within " + left + " bytes", "a length of " + length);
        }
        start = end + LENGTH_BYTES;
        end = start + length;
        taken++;
        return true;
    }

    /** Where the line begins. */
    public int start() {
        return start;
    }

    /** Where the line ends, exclusive. */
    public int end() {
        return end;
    }

    /** Writes one of these numbers. */
    public static void putInt(byte[] target, int at, int value) {
        INT.set(target, at, value);
    }

    private static IllegalArgumentException refused(String expected, String found) {
        return new IllegalArgumentException("lines: expected " + expected + ", found " + found);
    }
}
