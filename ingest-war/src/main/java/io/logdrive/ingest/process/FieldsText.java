package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.logdrive.wire.Utf8Text;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of a line of text as the text of one JSON object, in the one way that {@link
 * AttributeFields} knows: without blanks, and each name written in one way only.
 *
 * <p>Confined to the forwarder's thread.
 */
final class FieldsText {
    private static final int FIRST_BYTES = 512;
    private static final int KEPT_BYTES_MAX = 64 * 1024;
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /** What a header writes is not longer, unless it is made to cost time. */
    private static final int SEARCHED_BYTES_MAX = 4 * 1024;

    /** Digits that any reader of JSON keeps. */
    private static final int NUMBER_DIGITS_MAX = 15;

    private byte[] out = new byte[FIRST_BYTES];
    private int length;
    private boolean wide;
    private boolean dropped;

    void reset() {
        if (out.length > KEPT_BYTES_MAX) {
            out = new byte[FIRST_BYTES];
        }
        length = 0;
        wide = false;
        dropped = false;
    }

    /** Whether nothing was written. */
    boolean isEmpty() {
        return length == 0;
    }

    /** How much was written: {@link #forget} takes what came later away again. */
    int mark() {
        return length;
    }

    void forget(int mark) {
        length = mark;
    }

    void text(String name, byte[] bytes, int from, int stop) {
        name(name);
        quoted(bytes, from, stop);
    }

    void text(String name, String ascii) {
        name(name);
        put('"');
        ascii(ascii);
        put('"');
    }

    void number(String name, long number) {
        name(name);
        ascii(Long.toString(number));
    }

    /** A number, {@code true} or {@code false} where the bytes are just that; else a text. */
    void value(String name, byte[] bytes, int from, int stop) {
        name(name);
        bare(bytes, from, stop);
    }

    /** The same under a name of the line's own. */
    @SuppressWarnings("checkstyle:ParameterNumber")
    void value(byte[] line, int nameFrom, int nameStop, byte[] bytes, int from, int stop) {
        name(line, nameFrom, nameStop);
        bare(bytes, from, stop);
    }

    /** A text under a name of the line's own. */
    @SuppressWarnings("checkstyle:ParameterNumber")
    void text(byte[] line, int nameFrom, int nameStop, byte[] bytes, int from, int stop) {
        name(line, nameFrom, nameStop);
        quoted(bytes, from, stop);
    }

    /** The members that follow are those of an object of that name. */
    void open(byte[] line, int nameFrom, int nameStop) {
        name(line, nameFrom, nameStop);
        put('{');
    }

    void close() {
        put('}');
    }

    /** Whether a member of the outermost object before {@code mark} has that name. */
    boolean hasName(int mark, byte[] line, int from, int stop) {
        int size = stop - from;
        int last = Math.min(mark, SEARCHED_BYTES_MAX);
        for (int at = 1; at + size + 3 <= last; at++) {
            if (out[at] == '"'
                    && out[at + size + 1] == '"'
                    && out[at + size + 2] == ':'
                    && Arrays.equals(out, at + 1, at + 1 + size, line, from, stop)) {
                return true;
            }
        }
        return false;
    }

    /** The object, or null when it has no members. */
    @Nullable Utf8Text take() {
        if (length == 0) {
            return null;
        }
        put('}');
        if (!wide) {
            return new Utf8Text(new String(out, 0, length, ISO_8859_1), dropped);
        }
        Utf8Text text = Utf8Text.decode(out, 0, length);
        return dropped ? new Utf8Text(text.text(), true) : text;
    }

    private void name(String name) {
        separate();
        put('"');
        ascii(name);
        put('"');
        put(':');
    }

    private void name(byte[] line, int from, int stop) {
        separate();
        quoted(line, from, stop);
        put(':');
    }

    private void separate() {
        if (length == 0) {
            put('{');
        } else if (out[length - 1] != '{') {
            put(',');
        }
    }

    private void bare(byte[] bytes, int from, int stop) {
        if (isNumber(bytes, from, stop)
                || is(bytes, from, stop, "true")
                || is(bytes, from, stop, "false")) {
            ensure(stop - from);
            System.arraycopy(bytes, from, out, length, stop - from);
            length += stop - from;
        } else {
            quoted(bytes, from, stop);
        }
    }

    private static boolean is(byte[] bytes, int from, int stop, String word) {
        boolean same = stop - from == word.length();
        for (int i = 0; same && i < word.length(); i++) {
            same = bytes[from + i] == word.charAt(i);
        }
        return same;
    }

    /** As JSON writes them, so that 007 stays what it is. */
    private static boolean isNumber(byte[] bytes, int from, int stop) {
        int at = from < stop && bytes[from] == '-' ? from + 1 : from;
        int first = at;
        int dot = LineBytes.NONE;
        if (at >= stop || stop - at > NUMBER_DIGITS_MAX + 1) {
            return false;
        }
        for (; at < stop; at++) {
            if (bytes[at] == '.' && dot == LineBytes.NONE && at > first && at + 1 < stop) {
                dot = at;
            } else if (bytes[at] < '0' || bytes[at] > '9') {
                return false;
            }
        }
        int whole = dot == LineBytes.NONE ? stop - first : dot - first;
        return (bytes[first] != '0' || whole == 1)
                && (dot != LineBytes.NONE || whole <= NUMBER_DIGITS_MAX);
    }

    private void quoted(byte[] bytes, int from, int stop) {
        put('"');
        ensure(stop - from);
        for (int at = from; at < stop; at++) {
            byte b = bytes[at];
            if (b == '"' || b == '\\') {
                put('\\');
                put((char) b);
            } else if (b >= ' ') {
                put((char) b);
            } else if (b < 0) {
                wide = true;
                put((char) b);
            } else {
                control(b);
            }
        }
        put('"');
    }

    private void control(byte b) {
        switch (b) {
            case 0 -> dropped = true;
            case '\n' -> ascii("\\n");
            case '\t' -> ascii("\\t");
            case '\r' -> ascii("\\r");
            case '\b' -> ascii("\\b");
            case '\f' -> ascii("\\f");
            default -> {
                ascii("\\u00");
                put(HEX[b >> 4]);
                put(HEX[b & 0xf]);
            }
        }
    }

    private void ascii(String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            out[length++] = (byte) text.charAt(i);
        }
    }

    private void put(char c) {
        ensure(1);
        out[length++] = (byte) c;
    }

    private void ensure(int more) {
        if (out.length - length < more) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, length + more));
        }
    }
}
