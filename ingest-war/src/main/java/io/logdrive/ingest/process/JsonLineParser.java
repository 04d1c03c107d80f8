package io.logdrive.ingest.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.logdrive.wire.FieldRole;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import io.logdrive.wire.TimeText;
import io.logdrive.wire.Utf8Text;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line that is one JSON object. Time, level, service, host and message are found by the names in
 * common use ({@link FieldRole}), the first of each that has a usable value; everything else,
 * nested or not, becomes the record's fields.
 *
 * <p>Confined to the forwarder's thread.
 */
final class JsonLineParser {
    private static final int NESTING_MAX = 64;

    /**
     * Fields beyond this many characters would not fit a column; the line is then kept unparsed.
     */
    static final int FIELDS_CHARS_MAX = 1_000_000;

    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private final JsonFactory factory =
            JsonFactory.builder()
                    // Names come from senders: they must not fill the JVM's table of strings.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(NESTING_MAX).build())
                    .build();
    private final StringBuilder fields = new StringBuilder(512);

    private long timeMicros;
    private @Nullable Level level;
    private @Nullable String service;
    private @Nullable String host;
    private @Nullable String message;
    private boolean replaced;

    /** Null when the bytes are not exactly one JSON object. */
    @SuppressWarnings("checkstyle:ParameterNumber")
    @Nullable LogRecord parse(
            byte[] bytes, int offset, int length, long receivedMicros, int flags) {
        reset();
        try (JsonParser parser = factory.createParser(bytes, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                readField(parser, name, parser.nextToken());
            }
            if (parser.nextToken() != null || fields.length() > FIELDS_CHARS_MAX) {
                return null;
            }
        } catch (IOException | RuntimeException e) {
            // Not JSON after all, or JSON made to upset Jackson, which throws its own runtime
            // exceptions on hash collisions: the caller keeps the line as it is.
            return null;
        }
        return logRecord(bytes, offset, length, receivedMicros, flags);
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    private LogRecord logRecord(
            byte[] bytes, int offset, int length, long receivedMicros, int flags) {
        int all = flags;
        String body = message;
        if (body == null) {
            Utf8Text line = Utf8Text.decode(bytes, offset, length);
            replaced |= line.replaced();
            body = line.text();
        }
        long time = timeMicros;
        if (time == TimeText.NO_TIME) {
            time = receivedMicros;
            all |= RecordFlags.TIME_ASSUMED;
        }
        if (replaced) {
            all |= RecordFlags.REPLACED;
        }
        String rest = fields.isEmpty() ? null : fields.append('}').toString();
        return new LogRecord(
                time, receivedMicros, level, service, host, body, List.of(), rest, all);
    }

    private void reset() {
        fields.setLength(0);
        if (fields.capacity() > 64 * 1024) {
            fields.trimToSize();
        }
        timeMicros = TimeText.NO_TIME;
        level = null;
        service = null;
        host = null;
        message = null;
        replaced = false;
    }

    private void readField(JsonParser parser, String name, JsonToken token) throws IOException {
        boolean taken =
                switch (FieldRole.of(name)) {
                    case TIME -> timeMicros == TimeText.NO_TIME && takeTime(parser, token);
                    case LEVEL -> level == null && takeLevel(parser, token);
                    case SERVICE -> service == null && takeService(parser, token);
                    case HOST -> host == null && takeHost(parser, token);
                    case MESSAGE -> message == null && takeMessage(parser, token);
                    case OTHER -> false;
                };
        if (!taken) {
            fields.append(fields.isEmpty() ? '{' : ',');
            appendText(name);
            fields.append(':');
            appendValue(parser, token);
        }
    }

    private boolean takeTime(JsonParser parser, JsonToken token) throws IOException {
        timeMicros =
                switch (token) {
                    case VALUE_STRING -> TimeText.parseMicros(parser.getText());
                    case VALUE_NUMBER_INT ->
                            parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                                    ? TimeText.NO_TIME
                                    : TimeText.ofEpoch(parser.getLongValue());
                    case VALUE_NUMBER_FLOAT -> TimeText.ofEpoch(parser.getDoubleValue());
                    default -> TimeText.NO_TIME;
                };
        return timeMicros != TimeText.NO_TIME;
    }

    private boolean takeLevel(JsonParser parser, JsonToken token) throws IOException {
        level = token == JsonToken.VALUE_STRING ? Level.ofWord(parser.getText()) : null;
        return level != null;
    }

    private boolean takeService(JsonParser parser, JsonToken token) throws IOException {
        service = token == JsonToken.VALUE_STRING ? clean(parser.getText()) : null;
        return service != null;
    }

    private boolean takeHost(JsonParser parser, JsonToken token) throws IOException {
        host = token == JsonToken.VALUE_STRING ? clean(parser.getText()) : null;
        return host != null;
    }

    private boolean takeMessage(JsonParser parser, JsonToken token) throws IOException {
        message = token == JsonToken.VALUE_STRING ? clean(parser.getText()) : null;
        return message != null;
    }

    /** Copies one value, nested or not; Jackson bounds the depth and checks the structure. */
    private void appendValue(JsonParser parser, JsonToken first) throws IOException {
        int depth = 0;
        boolean separate = false;
        JsonToken token = first;
        while (true) {
            if (separate && token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY) {
                fields.append(',');
            }
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    fields.append(token.asString());
                    depth++;
                    separate = false;
                }
                case END_OBJECT, END_ARRAY -> {
                    fields.append(token.asString());
                    depth--;
                    separate = true;
                }
                case FIELD_NAME -> {
                    appendText(parser.currentName());
                    fields.append(':');
                    separate = false;
                }
                default -> {
                    appendScalar(parser, token);
                    separate = true;
                }
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    private void appendScalar(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            appendText(parser.getText());
        } else {
            fields.append(parser.getText());
        }
    }

    private void appendText(String text) {
        fields.append('"');
        ENCODER.quoteAsString(clean(text), fields);
        fields.append('"');
    }

    private String clean(String text) {
        Utf8Text clean = Utf8Text.clean(text);
        replaced |= clean.replaced();
        return clean.text();
    }
}
