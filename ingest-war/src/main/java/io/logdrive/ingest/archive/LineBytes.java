package io.logdrive.ingest.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of lines that are about to be written, in an array that is used again and again.
 *
 * <p>Confined to the thread that writes.
 */
final class LineBytes {
    private static final int MIN = 64 << 10;

    private byte[] bytes = new byte[MIN];
    private int length;

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** The first {@code count} bytes, to be written before the next change. */
    ByteBuffer first(int count) {
        return ByteBuffer.wrap(bytes, 0, count);
    }

    /** Drops the first {@code count} bytes. */
    void drop(int count) {
        System.arraycopy(bytes, count, bytes, 0, length - count);
        length -= count;
    }

    LineBytes add(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Adds a text as UTF-8. */
    LineBytes add(String text) {
        int count = text.length();
        room(count);
        byte[] to = bytes;
        int at = length;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length = at;
                return encode(text, i);
            }
            to[at++] = (byte) c;
        }
        length = at;
        return this;
    }

    /** Adds a number that is not negative, with zeros before it up to {@code digits}. */
    LineBytes add(long number, int digits) {
        int count = digits;
        long bound = 1;
        for (int i = 0; i < digits; i++) {
            bound *= 10;
        }
        while (number >= bound) {
            count++;
            bound = count > 18 ? Long.MAX_VALUE : bound * 10;
        }
        room(count);
        long rest = number;
        for (int i = length + count - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
        return this;
    }

    /** Adds all the rest of a text that is not ASCII. */
    private LineBytes encode(String text, int from) {
        byte[] rest = text.substring(from).getBytes(StandardCharsets.UTF_8);
        room(rest.length);
        System.arraycopy(rest, 0, bytes, length, rest.length);
        length += rest.length;
        return this;
    }

    private void room(int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
    }
}
