package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Text made fit for every database, by one pure function: each malformed UTF-8 sequence becomes
 * U+FFFD, each U+0000 is removed (RELIABILITY M3).
 *
 * <p>Immutable.
 *
 * @param text the clean text
 * @param replaced whether anything was replaced or removed
 */
public record Utf8Text(String text, boolean replaced) {
    private static final char REPLACEMENT = '\uFFFD';
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /**
     * Decodes {@code length} bytes from {@code offset}. A malformed sequence is a maximal subpart
     * as the JDK's decoder delimits it: {@code e2 82 41} gives one U+FFFD and an {@code A}, an
     * encoded surrogate ({@code ed a0 80}) gives one.
     */
    public static Utf8Text decode(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, UTF_8);
        boolean replaced = isReplaced(text, bytes, offset, length);
        if (text.indexOf('\0') >= 0) {
            return new Utf8Text(text.replace("\0", ""), true);
        }
        return new Utf8Text(text, replaced);
    }

    /** Whether all bytes are ASCII and none is NUL: then they are clean as they are. */
    static boolean isPlain(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long eight = (long) LONG.get(bytes, at);
            // A byte of 0 borrows, so that the subtraction sets its high bit.
            if (((eight | (eight - ONES)) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < end; at++) {
            if (bytes[at] <= 0) {
                return false;
            }
        }
        return true;
    }

    /** A U+FFFD may have been in the bytes as such; only then encoding gives them back. */
    private static boolean isReplaced(String text, byte[] bytes, int offset, int length) {
        if (text.indexOf(REPLACEMENT) < 0) {
            return false;
        }
        byte[] again = text.getBytes(UTF_8);
        return !Arrays.equals(again, 0, again.length, bytes, offset, offset + length);
    }

    /**
     * Cleans text that was decoded elsewhere (a JSON parser yields lone surrogates and NULs): each
     * lone surrogate becomes U+FFFD, each NUL is removed.
     */
    public static Utf8Text clean(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return cleanFrom(text, i);
            }
        }
        return new Utf8Text(text, false);
    }

    private static Utf8Text cleanFrom(String text, int from) {
        StringBuilder clean = new StringBuilder(text.length());
        clean.append(text, 0, from);
        boolean replaced = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(c).append(text.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                clean.append(REPLACEMENT);
                replaced = true;
            } else if (c == 0) {
                replaced = true;
            } else {
                clean.append(c);
            }
        }
        return replaced ? new Utf8Text(clean.toString(), true) : new Utf8Text(text, false);
    }
}
