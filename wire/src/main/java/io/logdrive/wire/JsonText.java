package io.logdrive.wire;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.msgpack.core.MessageFormat;
import org.msgpack.value.ValueType;

/**
 * Writes MessagePack values as JSON text (RFC 8259) by the rules of {@code PROTOCOL.md}, "Foreign
 * records": str cleaned by {@link Utf8Text}; bin as text when it is UTF-8 without NUL, otherwise
 * base64; ext as base64; NaN and the infinities as strings; keys that are no text by the text of
 * their value, an array or map as a key by base64 of its MessagePack (its JSON would double its
 * escapes with every level); of equal keys the last, at the place of the first.
 *
 * <p>Confined to the thread that writes.
 */
final class JsonText {
    /** A position that stands for none. */
    static final int NOWHERE = -1;

    /** Equal keys are found among so many: the bound of what finding them costs. */
    static final int DISTINCT_KEYS_MAX = 1_024;

    private static final int[] NOTHING = {};

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder();
    private final WordCache words;
    private boolean replaced;
    private int[] taken = NOTHING;
    private int metadata = NOWHERE;

    JsonText(WordCache words) {
        this.words = words;
    }

    /** Whether a text had to be cleaned. */
    boolean replaced() {
        return replaced;
    }

    /** What was written since the last call. */
    String take() {
        String text = out.toString();
        out.setLength(0);
        replaced = false;
        return text;
    }

    /** The next value, whose containers may nest {@code levels} deep. */
    void value(MsgpackReader reader, int levels) {
        switch (reader.type()) {
            case STRING -> string(cleaned(reader));
            case BINARY -> string(binary(reader));
            case EXTENSION -> string(extension(reader));
            case FLOAT -> number(real(reader));
            case ARRAY -> array(reader, levels);
            case MAP -> object(reader, levels);
            default -> out.append(simple(reader));
        }
    }

    /**
     * The next map as the fields of a record: without the pairs whose keys stand at {@code
     * without}, with the map at {@code metadataAt}, if any, as {@code @metadata}.
     */
    void record(MsgpackReader reader, int[] without, int metadataAt) {
        taken = without;
        metadata = metadataAt;
        object(reader, ForwardLimits.DEPTH_MAX);
    }

    private void object(MsgpackReader reader, int levels) {
        int pairs = reader.mapHeader("a map");
        if (levels <= 0) {
            throw reader.refuse("no deeper nesting", "another level");
        }
        int[] without = taken;
        taken = NOTHING;
        Map<String, Integer> values = new LinkedHashMap<>();
        if (metadata != NOWHERE) {
            values.put("@metadata", metadata);
            metadata = NOWHERE;
        }
        out.append('{');
        int first = out.length();
        for (int i = 0; i < pairs; i++) {
            boolean wanted = isWanted(reader.position(), without);
            String key = key(reader, levels);
            if (wanted) {
                values.put(key, reader.position());
            }
            reader.skip(levels - 1);
            if (values.size() == DISTINCT_KEYS_MAX) {
                members(reader, values, first, levels);
            }
        }
        members(reader, values, first, levels);
        out.append('}');
    }

    /** Writes and forgets what was collected. */
    private void members(MsgpackReader reader, Map<String, Integer> values, int first, int levels) {
        int end = reader.position();
        values.forEach(
                (key, position) -> {
                    member(first, key);
                    reader.moveTo(position);
                    value(reader, levels - 1);
                });
        values.clear();
        reader.moveTo(end);
    }

    private static boolean isWanted(int position, int[] without) {
        for (int other : without) {
            if (other == position) {
                return false;
            }
        }
        return true;
    }

    private void member(int first, String key) {
        if (out.length() > first) {
            out.append(',');
        }
        string(key);
        out.append(':');
    }

    private void array(MsgpackReader reader, int levels) {
        int count = reader.arrayHeader("an array");
        if (levels <= 0) {
            throw reader.refuse("no deeper nesting", "another level");
        }
        out.append('[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.append(',');
            }
            value(reader, levels - 1);
        }
        out.append(']');
    }

    private String key(MsgpackReader reader, int levels) {
        return switch (reader.type()) {
            case STRING -> {
                WordCache.Word word = words.take(reader, "a key");
                replaced |= word.replaced();
                yield word.text();
            }
            case BINARY -> binary(reader);
            case EXTENSION -> extension(reader);
            case NIL, BOOLEAN, INTEGER -> simple(reader);
            case FLOAT -> real(reader);
            case ARRAY, MAP -> {
                int start = reader.position();
                reader.skip(levels - 1);
                yield base64(reader.bytes(), start, reader.position() - start);
            }
        };
    }

    private static String simple(MsgpackReader reader) {
        if (reader.takeNil()) {
            return "null";
        }
        if (reader.type() == ValueType.BOOLEAN) {
            return Boolean.toString(reader.takeBoolean());
        }
        boolean unsigned = reader.format() == MessageFormat.UINT64;
        long bits = reader.integerBits("an integer");
        return unsigned ? Long.toUnsignedString(bits) : Long.toString(bits);
    }

    private static String real(MsgpackReader reader) {
        return reader.format() == MessageFormat.FLOAT32
                ? Float.toString(reader.float32())
                : Double.toString(reader.float64());
    }

    /** JSON has no {@code NaN}, {@code Infinity} and {@code -Infinity}; no other ends like them. */
    private void number(String text) {
        if (text.endsWith("N") || text.endsWith("y")) {
            string(text);
        } else {
            out.append(text);
        }
    }

    private String cleaned(MsgpackReader reader) {
        int length = reader.textHeader("a str");
        int start = reader.position();
        reader.moveTo(start + length);
        Utf8Text text = Utf8Text.decode(reader.bytes(), start, length);
        replaced |= text.replaced();
        return text.text();
    }

    private static String binary(MsgpackReader reader) {
        int length = reader.textHeader("a bin");
        int start = reader.position();
        reader.moveTo(start + length);
        Utf8Text text = Utf8Text.decode(reader.bytes(), start, length);
        return text.replaced() ? base64(reader.bytes(), start, length) : text.text();
    }

    private static String extension(MsgpackReader reader) {
        int length = reader.extensionHeader("an ext");
        int start = reader.position();
        reader.moveTo(start + length);
        return base64(reader.bytes(), start, length);
    }

    private static String base64(byte[] bytes, int start, int length) {
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, start, start + length));
    }

    private void string(String text) {
        out.append('"');
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(text, plainFrom, i);
                escaped(c);
                plainFrom = i + 1;
            }
        }
        out.append(text, plainFrom, text.length()).append('"');
    }

    private void escaped(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xf]);
        }
    }
}
