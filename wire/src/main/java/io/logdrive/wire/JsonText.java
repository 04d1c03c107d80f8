package io.logdrive.wire;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageFormat;
import org.msgpack.value.ValueType;

/**
 * Writes MessagePack values as JSON text (RFC 8259) by the rules of {@code PROTOCOL.md}, "Foreign
 * records": str cleaned by {@link Utf8Text}; bin as text when it is UTF-8 without NUL, otherwise
 * base64; ext as base64; NaN and the infinities as strings; keys that are no text by the text of
 * their value; of equal keys the last, at the place of the first.
 *
 * <p>Confined to the thread that writes.
 */
final class JsonText {
    /** Maps larger than this are written as they come, to bound what finding equal keys costs. */
    static final int DISTINCT_KEYS_MAX = 1_024;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder();
    private final WordCache words;
    private boolean replaced;

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
            case FLOAT -> real(reader);
            case ARRAY -> array(reader, levels);
            case MAP -> object(reader, levels, null);
            default -> out.append(simple(reader));
        }
    }

    /** The next map, without the pairs whose keys stand at the positions {@code without}. */
    void object(MsgpackReader reader, int levels, int @Nullable [] without) {
        int pairs = reader.mapHeader("a map");
        checkLevels(reader, levels);
        out.append('{');
        int first = out.length();
        if (pairs > DISTINCT_KEYS_MAX) {
            for (int i = 0; i < pairs; i++) {
                boolean wanted = isWanted(reader.position(), without);
                String key = key(reader, levels);
                if (wanted) {
                    member(first, key);
                    value(reader, levels - 1);
                } else {
                    reader.skip(levels - 1);
                }
            }
        } else {
            distinct(reader, pairs, levels, without);
        }
        out.append('}');
    }

    private void distinct(MsgpackReader reader, int pairs, int levels, int @Nullable [] without) {
        int first = out.length();
        Map<String, Integer> positions = new LinkedHashMap<>();
        for (int i = 0; i < pairs; i++) {
            boolean wanted = isWanted(reader.position(), without);
            String key = key(reader, levels);
            if (wanted) {
                positions.put(key, reader.position());
            }
            reader.skip(levels - 1);
        }
        int end = reader.position();
        positions.forEach(
                (key, position) -> {
                    member(first, key);
                    reader.moveTo(position);
                    value(reader, levels - 1);
                });
        reader.moveTo(end);
    }

    private static boolean isWanted(int position, int @Nullable [] without) {
        if (without != null) {
            for (int other : without) {
                if (other == position) {
                    return false;
                }
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
        checkLevels(reader, levels);
        out.append('[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.append(',');
            }
            value(reader, levels - 1);
        }
        out.append(']');
    }

    private static void checkLevels(MsgpackReader reader, int levels) {
        if (levels <= 0) {
            throw reader.refuse("no deeper nesting", "another level");
        }
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
            case FLOAT, ARRAY, MAP -> {
                JsonText text = new JsonText(words);
                text.value(reader, levels - 1);
                replaced |= text.replaced;
                String written = text.take();
                yield written.startsWith("\"")
                        ? written.substring(1, written.length() - 1)
                        : written;
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

    private void real(MsgpackReader reader) {
        if (reader.format() == MessageFormat.FLOAT32) {
            float number = reader.float32();
            number(Float.toString(number), Float.isFinite(number));
        } else {
            double number = reader.float64();
            number(Double.toString(number), Double.isFinite(number));
        }
    }

    private void number(String text, boolean finite) {
        if (finite) {
            out.append(text);
        } else {
            string(text);
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
