package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where the tokens of JSON (RFC 8259) end within a line, and what they are made of.
 *
 * <p>Confined to the forwarder's thread.
 */
final class JsonTokens {
    /** What is answered where there is no token, or one with rules of its own. */
    static final int NONE = -2;

    private static final int NUMBER_BYTES_MAX = 100;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private byte[] bytes = {};
    private int end;
    private boolean escaped;
    private boolean wide;
    private boolean decimal;

    /** The tokens of a line that ends before {@code stop}. */
    void of(byte[] line, int stop) {
        bytes = line;
        end = stop;
    }

    /** Whether the last {@link #string} has an escape. */
    boolean isEscaped() {
        return escaped;
    }

    /** Whether the last {@link #string} has a byte that is not ASCII. */
    boolean isWide() {
        return wide;
    }

    /** Whether the last {@link #number} has decimals or an exponent. */
    boolean isDecimal() {
        return decimal;
    }

    /** Bytes that are ASCII as a text. */
    String ascii(int from, int stop) {
        return new String(bytes, from, stop - from, ISO_8859_1);
    }

    /** Where the string's closing quote is; its escapes are those that are written one way only. */
    int string(int from) {
        escaped = false;
        wide = false;
        int at = from;
        while (at < end) {
            if (end - at >= Long.BYTES) {
                long special = special((long) LONG.get(bytes, at));
                if (special == 0) {
                    at += Long.BYTES;
                    continue;
                }
                at += Long.numberOfTrailingZeros(special) / Byte.SIZE;
            }
            byte b = bytes[at];
            if (b == '"') {
                return at;
            }
            if (b == '\\') {
                if (at + 1 == end || !isPlainEscape(bytes[at + 1])) {
                    return NONE;
                }
                escaped = true;
                at++;
            } else if (b < 0) {
                wide = true;
            } else if (b < ' ') {
                return NONE;
            }
            at++;
        }
        return NONE;
    }

    /**
     * The highest bit of the first byte, and perhaps of later ones, that is a quote, a backslash, a
     * control character or not ASCII; 0 when none of eight is.
     */
    private static long special(long eight) {
        long quotes = eight ^ (ONES * '"');
        long backslashes = eight ^ (ONES * '\\');
        long ascii = (eight - ONES * ' ') | (quotes - ONES) | (backslashes - ONES);
        return ((ascii & ~eight) | eight) & HIGHS;
    }

    private static boolean isPlainEscape(byte b) {
        return b == 'n' || b == '"' || b == '\\' || b == 't' || b == 'r' || b == 'b' || b == 'f';
    }

    /** Where the number ends that begins at {@code at}. */
    int number(int at) {
        decimal = false;
        int first = at < end && bytes[at] == '-' ? at + 1 : at;
        int next = digits(first);
        if (next == first || (bytes[first] == '0' && next > first + 1)) {
            return NONE;
        }
        if (is(next, '.')) {
            decimal = true;
            int from = next + 1;
            next = digits(from);
            if (next == from) {
                return NONE;
            }
        }
        if (is(next, 'e') || is(next, 'E')) {
            decimal = true;
            int from = is(next + 1, '+') || is(next + 1, '-') ? next + 2 : next + 1;
            next = digits(from);
            if (next == from) {
                return NONE;
            }
        }
        return next - at > NUMBER_BYTES_MAX ? NONE : next;
    }

    private int digits(int from) {
        int at = from;
        while (at < end && isDigit(at)) {
            at++;
        }
        return at;
    }

    boolean isDigit(int at) {
        return bytes[at] >= '0' && bytes[at] <= '9';
    }

    int blanks(int from) {
        int at = from;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    boolean is(int at, char expected) {
        return at < end && bytes[at] == expected;
    }
}
