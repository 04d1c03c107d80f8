package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.store.DeadLetter;
import io.logdrive.destination.store.DeadLetterPage;
import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.StoredMessage;
import io.logdrive.payara.letters.LettersChanged;
import io.logdrive.wire.EntryRange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Set;

/** Writes dead letters as JSON. Thread-safe. */
final class DeadLetterJson {
    /** A record that was refused has no id, and its origin and sequence stand beside it. */
    private static final Set<MessageColumn> OF_RECORD =
            EnumSet.complementOf(
                    EnumSet.of(MessageColumn.ID, MessageColumn.ORIGIN, MessageColumn.SEQUENCE));

    private DeadLetterJson() {}

    static void write(OutputStream out, DeadLetterPage page) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("deadLetters");
            for (DeadLetter letter : page.letters()) {
                json.writeStartObject();
                writeHead(json, letter);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (page.next() > 0) {
                json.writeStringField("next", Long.toString(page.next()));
            }
            json.writeNumberField("count", page.count());
            if (page.count() > 0) {
                json.writeStringField("until", MessageJson.time(page.untilMicros()));
            }
            json.writeBooleanField("partial", page.partial());
            json.writeEndObject();
        }
    }

    static void write(OutputStream out, DeadLetter letter) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            writeHead(json, letter);
            StoredMessage message = letter.message();
            if (message != null) {
                json.writeFieldName("record");
                MessageJson.write(json, message, OF_RECORD);
            }
            EntryRange raw = letter.raw();
            json.writeFieldName("raw");
            json.writeBinary(raw.bytes(), raw.offset(), raw.length());
            json.writeEndObject();
        }
    }

    static void write(OutputStream out, LettersChanged changed) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeNumberField("done", changed.done());
            json.writeNumberField("refused", changed.refused());
            json.writeArrayFieldStart("reasons");
            for (String reason : changed.reasons()) {
                json.writeString(reason);
            }
            json.writeEndArray();
            json.writeBooleanField("more", changed.more());
            json.writeEndObject();
        }
    }

    static void writeStored(OutputStream out, long id) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeNumberField("id", id);
            json.writeStringField("now", "message");
            json.writeEndObject();
        }
    }

    private static void writeHead(JsonGenerator json, DeadLetter letter) throws IOException {
        json.writeNumberField("id", letter.id());
        json.writeStringField("what", letter.what());
        json.writeStringField("why", letter.why());
        json.writeStringField("at", MessageJson.time(letter.atMicros()));
        json.writeStringField("origin", letter.origin().toString());
        json.writeNumberField("sequence", letter.sequence());
        json.writeNumberField("bytes", letter.bytes());
    }
}
