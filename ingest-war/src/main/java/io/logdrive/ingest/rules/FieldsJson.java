package io.logdrive.ingest.rules;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the fields of a record and changes them: the text of one JSON object as the parsers
 * write it, without blanks. Nothing is built of it for a look, and one text for a change.
 *
 * <p>Thread-safe.
 */
final class FieldsJson {
    private static final int NONE = -1;

    private FieldsJson() {}

    /**
     * The text of a member: of a string what it says, of all else the JSON. A name with a dot is
     * also that of a member within a member.
     *
     * @return null when there is none
     */
    static @Nullable String text(@Nullable String json, String name) {
        if (json == null) {
            return null;
        }
        int at = value(json, 0, name);
        if (at != NONE) {
            return text(json, at, end(json, at));
        }
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
            int outer = value(json, 0, name.substring(0, dot));
            if (outer != NONE && json.charAt(outer) == '{') {
                int inner = end(json, outer);
                return text(json.substring(outer, inner), name.substring(dot + 1));
            }
        }
        return null;
    }

    /** With a text under that name, in the place of the one there was. */
    static String with(@Nullable String json, String name, String text) {
        return withValue(json, name, quoted(text));
    }

    /** Without that member; null when no other is left. */
    static @Nullable String without(String json, String name) {
        int value = value(json, 0, name);
        if (value == NONE) {
            return json;
        }
        int start = value - quoted(name).length() - 1;
        int stop = end(json, value);
        if (json.charAt(stop) == ',') {
            stop++;
        } else if (json.charAt(start - 1) == ',') {
            start--;
        } else {
            return null;
        }
        return json.substring(0, start) + json.substring(stop);
    }

    private static String withValue(@Nullable String json, String name, String value) {
        if (json == null) {
            return '{' + quoted(name) + ':' + value + '}';
        }
        int at = value(json, 0, name);
        if (at == NONE) {
            String comma = json.length() > 2 ? "," : "";
            return json.substring(0, json.length() - 1) + comma + quoted(name) + ':' + value + '}';
        }
        return json.substring(0, at) + value + json.substring(end(json, at));
    }

    /**
     * Every text and number, at whatever depth, as {@code change} gives it; names stay. The same
     * object when nothing changes.
     */
    static String mapped(String json, UnaryOperator<String> change) {
        StringBuilder out = null;
        int copied = 0;
        int at = 0;
        while (at < json.length()) {
            if (!isScalar(json.charAt(at))) {
                at++;
                continue;
            }
            int stop = end(json, at);
            boolean isName = stop < json.length() && json.charAt(stop) == ':';
            String text = isName ? "" : text(json, at, stop);
            String changed = isName ? text : change.apply(text);
            if (!changed.equals(text)) {
                out = out == null ? new StringBuilder(json.length()) : out;
                out.append(json, copied, at).append(quoted(changed));
                copied = stop;
            }
            at = stop;
        }
        return out == null ? json : out.append(json, copied, json.length()).toString();
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static boolean isScalar(char c) {
        return c == '"' || c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    }

    /** Where the value begins of the member with that name, of the object that begins there. */
    private static int value(String json, int object, String name) {
        String wanted = quoted(name);
        int at = object + 1;
        while (at < json.length() && json.charAt(at) == '"') {
            int colon = end(json, at);
            int value = colon + 1;
            if (colon - at == wanted.length() && json.startsWith(wanted, at)) {
                return value;
            }
            at = end(json, value) + 1;
        }
        return NONE;
    }

    /** Behind the value that begins there. */
    private static int end(String json, int from) {
        char first = json.charAt(from);
        if (first == '"') {
            return endOfString(json, from);
        }
        int at = from;
        int depth = 0;
        while (at < json.length()) {
            char c = json.charAt(at);
            if (c == '"') {
                at = endOfString(json, at);
                continue;
            }
            boolean closes = c == '}' || c == ']';
            if (depth == 0 && (closes || c == ',')) {
                return at;
            }
            depth += c == '{' || c == '[' ? 1 : closes ? -1 : 0;
            at++;
            if (depth == 0 && closes) {
                return at;
            }
        }
        return json.length();
    }

    private static int endOfString(String json, int quote) {
        int at = quote + 1;
        while (at < json.length() && json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(json.length(), at + 1);
    }

    private static String text(String json, int from, int stop) {
        if (json.charAt(from) != '"') {
            return json.substring(from, stop);
        }
        int escape = json.indexOf('\\', from);
        if (escape < 0 || escape >= stop) {
            return json.substring(from + 1, stop - 1);
        }
        StringBuilder text = new StringBuilder(stop - from);
        for (int at = from + 1; at < stop - 1; at++) {
            char c = json.charAt(at);
            if (c == '\\') {
                at++;
                at += unescape(json, at, text);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** How many characters follow the letter of the escape. */
    private static int unescape(String json, int at, StringBuilder text) {
        char c = json.charAt(at);
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'u' -> {
                text.append((char) Integer.parseInt(json.substring(at + 1, at + 5), 16));
                return 4;
            }
            default -> text.append(c);
        }
        return 0;
    }
}
