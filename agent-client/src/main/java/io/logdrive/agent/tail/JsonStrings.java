package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Walks over the members of one JSON object (RFC 8259) for those that are strings, and writes
 * strings. What is nested is passed over by its brackets alone.
 *
 * <p>Confined to one thread.
 */
final class JsonStrings {
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean whole;
    private int nameStart;
    private int nameEnd;
    private int valueStart;
    private int valueEnd;
    private boolean string;

    /** Of {@code bytes[start..end)}, which begins with the opening brace. */
    JsonStrings(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.end = end;
        this.at = start + 1;
    }

    /** Goes on to the next member; false behind the last, or where it is no JSON. */
    boolean next() {
        skipBlanks();
        if (at < end && bytes[at] == '}') {
            at++;
            skipBlanks();
            whole = at == end;
            return false;
        }
        if (at == end || bytes[at] != '"') {
            return false;
        }
        nameStart = at + 1;
        nameEnd = quote(nameStart);
        at = nameEnd + 1;
        skipBlanks();
        if (nameEnd < 0 || at == end || bytes[at] != ':') {
            return false;
        }
        at++;
        skipBlanks();
        string = at < end && bytes[at] == '"';
        return (string ? string() : passOver()) && separator();
    }

    private boolean string() {
        valueStart = at + 1;
        valueEnd = quote(valueStart);
        at = valueEnd + 1;
        return valueEnd >= 0;
    }

    /** Passes over a number, a word, or what is in brackets. */
    private boolean passOver() {
        int depth = 0;
        int from = at;
        while (at < end) {
            byte b = bytes[at];
            if (depth == 0 && (b == ',' || b == '}')) {
                return at > from;
            }
            if (b == '"') {
                at = quote(at + 1);
                if (at < 0) {
                    return false;
                }
            }
            depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
            at++;
        }
        return false;
    }

    private boolean separator() {
        skipBlanks();
        if (at < end && bytes[at] == ',') {
            at++;
            return true;
        }
        return at < end && bytes[at] == '}';
    }

    private void skipBlanks() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
            at++;
        }
    }

    /** The closing quote of the string that begins at {@code from}, or -1. */
    private int quote(int from) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '"') {
                return i;
            }
            i += bytes[i] == '\\' ? 1 : 0;
        }
        return -1;
    }

    /** Whether the object ended where the bytes do. */
    boolean isWhole() {
        return whole;
    }

    /** Whether the member has that name, and a string. */
    boolean isString(String name) {
        byte[] expected = name.getBytes(UTF_8);
        return string && Arrays.equals(bytes, nameStart, nameEnd, expected, 0, expected.length);
    }

    int valueStart() {
        return valueStart;
    }

    int valueEnd() {
        return valueEnd;
    }

    /** The text of a string in its JSON form; an escape that is cut or none stays as it is. */
    static String unescaped(String json) {
        int slash = json.indexOf('\\');
        if (slash < 0) {
            return json;
        }
        StringBuilder text = new StringBuilder(json.length());
        int from = 0;
        while (slash >= 0 && slash + 1 < json.length()) {
            text.append(json, from, slash);
            from = slash + 2;
            char c = json.charAt(slash + 1);
            switch (c) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'u' -> from = unit(json, slash, text);
                default -> text.append(c);
            }
            slash = json.indexOf('\\', from);
        }
        return text.append(json, from, json.length()).toString();
    }

    /** Appends the character of a {@code \}{@code u0000}; answers where the text goes on. */
    private static int unit(String json, int slash, StringBuilder text) {
        int first = slash + 2;
        int unit = 0;
        for (int i = first; i < first + HEX_DIGITS; i++) {
            int digit = i < json.length() ? Character.digit(json.charAt(i), HEX) : -1;
            if (digit < 0) {
                text.append("\\u");
                return first;
            }
            unit = HEX * unit + digit;
        }
        text.append((char) unit);
        return first + HEX_DIGITS;
    }

    /** Appends the text between quotes. */
    static void append(StringBuilder json, String text) {
        json.append('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                json.append(text, from, i);
                appendEscape(json, c);
                from = i + 1;
            }
        }
        json.append(text, from, text.length()).append('"');
    }

    private static void appendEscape(StringBuilder json, char c) {
        switch (c) {
            case '"', '\\' -> json.append('\\').append(c);
            case '\n' -> json.append("\\n");
            case '\t' -> json.append("\\t");
            case '\r' -> json.append("\\r");
            default -> json.append(String.format("\\u%04x", (int) c));
        }
    }
}
