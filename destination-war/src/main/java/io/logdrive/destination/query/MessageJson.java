package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.StoredMessage;
import io.logdrive.wire.Level;
import io.logdrive.wire.RecordFlags;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes messages as JSON objects. What a message does not have is left out. Thread-safe. */
final class MessageJson {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private MessageJson() {}

    /** The name of a column in JSON and in the parameter {@code fields}. */
    static String name(MessageColumn column) {
        return column.name().toLowerCase(Locale.ROOT);
    }

    /** RFC 3339 in UTC with microseconds. */
    static String time(long micros) {
        return TIME.format(
                Instant.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000L),
                        Math.floorMod(micros, 1_000_000L) * 1_000));
    }

    /** Writes one message and nothing else. */
    static void write(OutputStream out, StoredMessage message, Set<MessageColumn> columns)
            throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            write(json, message, columns);
        }
    }

    static void write(JsonGenerator json, StoredMessage message, Set<MessageColumn> columns)
            throws IOException {
        json.writeStartObject();
        for (MessageColumn column : columns) {
            writeColumn(json, message, column);
        }
        json.writeEndObject();
    }

    private static void writeColumn(JsonGenerator json, StoredMessage message, MessageColumn column)
            throws IOException {
        String name = name(column);
        switch (column) {
            case ID -> json.writeNumberField(name, message.id());
            case TIME -> json.writeStringField(name, time(message.timeMicros()));
            case RECEIVED -> json.writeStringField(name, time(message.receivedMicros()));
            case LEVEL -> Json.writeText(json, name, level(message.level()));
            case SERVICE -> Json.writeText(json, name, message.service());
            case HOST -> Json.writeText(json, name, message.host());
            case ORIGIN -> Json.writeText(json, name, String.valueOf(message.origin()));
            case SEQUENCE -> json.writeNumberField(name, message.sequence());
            case MESSAGE -> Json.writeText(json, name, message.body());
            case TAGS -> writeRaw(json, name, message.tags());
            case FIELDS -> writeRaw(json, name, message.fields());
            case FLAGS -> writeFlags(json, name, message.flags());
        }
    }

    /** One column as a text; empty when the message has none. */
    static String text(StoredMessage message, MessageColumn column) {
        String text =
                switch (column) {
                    case ID -> Long.toString(message.id());
                    case TIME -> time(message.timeMicros());
                    case RECEIVED -> time(message.receivedMicros());
                    case LEVEL -> level(message.level());
                    case SERVICE -> message.service();
                    case HOST -> message.host();
                    case ORIGIN -> String.valueOf(message.origin());
                    case SEQUENCE -> Long.toString(message.sequence());
                    case MESSAGE -> message.body();
                    case TAGS -> message.tags();
                    case FIELDS -> message.fields();
                    case FLAGS -> String.join(" ", RecordFlags.words(message.flags()));
                };
        return text == null ? "" : text;
    }

    static @Nullable String level(@Nullable Integer number) {
        Level level = number == null ? null : Level.ofNumber(number);
        return level == null ? null : level.name();
    }

    /** The column holds JSON already. */
    private static void writeRaw(JsonGenerator json, String name, @Nullable String text)
            throws IOException {
        if (text != null) {
            json.writeFieldName(name);
            json.writeRawValue(text);
        }
    }

    private static void writeFlags(JsonGenerator json, String name, int flags) throws IOException {
        if (flags != 0) {
            json.writeArrayFieldStart(name);
            for (String word : RecordFlags.words(flags)) {
                json.writeString(word);
            }
            json.writeEndArray();
        }
    }
}
