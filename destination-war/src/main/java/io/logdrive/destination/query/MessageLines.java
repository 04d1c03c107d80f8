package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.StoredMessage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Messages as lines of one of the formats. Immutable. */
final class MessageLines {
    private final AnswerFormat format;
    private final Set<MessageColumn> columns;

    /** For any format but JSON. */
    MessageLines(AnswerFormat format, Set<MessageColumn> columns) {
        this.format = format;
        this.columns = columns;
    }

    /** What stands before the first message; often nothing. */
    byte[] head() {
        return bytes(format == AnswerFormat.CSV ? CsvText.head(columns) : "");
    }

    /** One message with the end of its line. */
    byte[] line(StoredMessage message) throws IOException {
        return bytes(
                switch (format) {
                    case CSV -> CsvText.line(message, columns);
                    case TEXT -> PlainText.line(message, columns);
                    case JSON, NDJSON -> json(message) + '\n';
                });
    }

    private String json(StoredMessage message) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.generator(text)) {
            MessageJson.write(json, message, columns);
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
