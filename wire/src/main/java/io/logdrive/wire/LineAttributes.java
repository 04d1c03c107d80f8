package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;

/**
 * What an agent knows of all lines of a chunk ({@code PROTOCOL.md}, "An agent's chunk"): the option
 * {@code attributes}.
 *
 * <p>Immutable.
 *
 * @param service what wrote the lines; null when the agent does not know, as is an empty text
 * @param host where they were written; null when the agent does not know, as is an empty text
 * @param tags labels; empty ones are left out
 * @param fields names and texts that each line is to have among its fields, in their order
 */
public record LineAttributes(
        @Nullable String service,
        @Nullable String host,
        List<String> tags,
        Map<String, String> fields) {
    /** Nothing is known. */
    public static final LineAttributes NONE = new LineAttributes(null, null, List.of(), Map.of());

    /** Tags at most. */
    public static final int TAGS_MAX = 64;

    /** Fields at most. */
    public static final int FIELDS_MAX = 64;

    /** Bytes of all texts together, in UTF-8, at most. */
    public static final int BYTES_MAX = 8_192;

    /**
     * Checks the bounds, which the receiver checks too.
     *
     * @throws IllegalArgumentException when there are too many, or a text has a NUL or half a
     *     surrogate pair
     */
    public LineAttributes {
        service = "".equals(service) ? null : service;
        host = "".equals(host) ? null : host;
        tags = tags.stream().filter(tag -> !tag.isEmpty()).toList();
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        check("tags", TAGS_MAX, tags.size());
        check("fields", FIELDS_MAX, fields.size());
        int bytes = bytes(service) + bytes(host) + bytes(tags);
        check("bytes", BYTES_MAX, bytes + bytes(fields.keySet()) + bytes(fields.values()));
    }

    /** Whether nothing is known. */
    public boolean isEmpty() {
        return service == null && host == null && tags.isEmpty() && fields.isEmpty();
    }

    /** Bytes of all texts together, in UTF-8. */
    public int bytes() {
        return bytes(service)
                + bytes(host)
                + bytes(tags)
                + bytes(fields.keySet())
                + bytes(fields.values());
    }

    /** The value of the option: a MessagePack map. */
    public byte[] encoded() {
        try (MessageBufferPacker packer = ForwardCodec.SMALL.newBufferPacker()) {
            packer.packMapHeader(
                    (service == null ? 0 : 1)
                            + (host == null ? 0 : 1)
                            + (tags.isEmpty() ? 0 : 1)
                            + (fields.isEmpty() ? 0 : 1));
            if (service != null) {
                packer.packString("service").packString(service);
            }
            if (host != null) {
                packer.packString("host").packString(host);
            }
            if (!tags.isEmpty()) {
                packer.packString("tags").packArrayHeader(tags.size());
                for (String tag : tags) {
                    packer.packString(tag);
                }
            }
            if (!fields.isEmpty()) {
                packer.packString("fields").packMapHeader(fields.size());
                for (Map.Entry<String, String> field : fields.entrySet()) {
                    packer.packString(field.getKey()).packString(field.getValue());
                }
            }
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads what {@link #encoded} gives.
     *
     * @throws ForwardException when it is anything else
     */
    public static LineAttributes decode(byte[] encoded) {
        MsgpackReader reader = new MsgpackReader(encoded, 0, encoded.length);
        LineAttributes attributes = take(reader, ForwardLimits.DEPTH_MAX);
        reader.expectEnd();
        return attributes;
    }

    /** Takes the value of the option, in which unknown keys may nest {@code levels} deep. */
    static LineAttributes take(MsgpackReader reader, int levels) {
        if (reader.takeNil()) {
            return NONE;
        }
        Texts texts = new Texts(reader);
        String service = null;
        String host = null;
        List<String> tags = List.of();
        Map<String, String> fields = Map.of();
        int pairs = reader.mapHeader("the attributes");
        for (int i = 0; i < pairs; i++) {
            switch (ForwardOptions.text(reader, "the key of an attribute")) {
                case "service" -> service = reader.takeNil() ? null : texts.take("a service");
                case "host" -> host = reader.takeNil() ? null : texts.take("a host");
                case "tags" -> tags = texts.takeTags();
                case "fields" -> fields = texts.takeFields();
                default -> reader.skip(levels - 1);
            }
        }
        return new LineAttributes(service, host, tags, fields);
    }

    private static void check(String what, int most, int found) {
        if (found > most) {
            throw new IllegalArgumentException(
                    "attributes: expected at most " + most + " " + what + ", found " + found);
        }
    }

    private static int bytes(Collection<String> texts) {
        int bytes = 0;
        for (String text : texts) {
            bytes += bytes(text);
        }
        return bytes;
    }

    private static int bytes(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        if (Utf8Text.clean(text).replaced()) {
            throw new IllegalArgumentException(
                    "attributes: expected texts without NUL and halves of surrogate pairs, found"
                            + " one");
        }
        return text.getBytes(UTF_8).length;
    }

    /** Takes texts until they are too many. Confined to the thread that reads. */
    private static final class Texts {
        private final MsgpackReader reader;
        private int left = BYTES_MAX;

        Texts(MsgpackReader reader) {
            this.reader = reader;
        }

        String take(String what) {
            int length = reader.textHeader(what);
            int start = reader.position();
            if (length > left) {
                throw reader.refuse(
                        "attributes of at most " + BYTES_MAX + " bytes", length + " bytes more");
            }
            left -= length;
            Utf8Text text = Utf8Text.decode(reader.bytes(), start, length);
            if (text.replaced()) {
                throw reader.refuse(what + " in UTF-8 without NUL", "other bytes");
            }
            reader.moveTo(start + length);
            return text.text();
        }

        List<String> takeTags() {
            if (reader.takeNil()) {
                return List.of();
            }
            int count = reader.arrayHeader("the tags");
            if (count > TAGS_MAX) {
                throw reader.refuse("at most " + TAGS_MAX + " tags", count + " tags");
            }
            List<String> tags = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                tags.add(take("a tag"));
            }
            return tags;
        }

        Map<String, String> takeFields() {
            if (reader.takeNil()) {
                return Map.of();
            }
            int count = reader.mapHeader("the fields");
            if (count > FIELDS_MAX) {
                throw reader.refuse("at most " + FIELDS_MAX + " fields", count + " fields");
            }
            Map<String, String> fields = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                fields.put(take("the name of a field"), take("the text of a field"));
            }
            return fields;
        }
    }
}
