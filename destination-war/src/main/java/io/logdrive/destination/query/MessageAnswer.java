package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessagePage;
import io.logdrive.destination.store.MessagePageRequest.Position;
import io.logdrive.destination.store.MessageReader;
import io.logdrive.destination.store.StoreException;
import io.logdrive.destination.store.StoredMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a search. Its first part is read when it is made, so that what goes wrong then has
 * a status of its own; what goes wrong later makes the answer partial, and the answer says so.
 *
 * <p>Confined to the thread of one request.
 */
final class MessageAnswer {
    private final MessageReader reader;
    private final MessageSearch search;
    private final MessagePage page;
    private final @Nullable Long count;
    private final MessagePage.Part first;
    private final long startNanos;

    private MessageAnswer(MessageReader reader, MessageSearch search, long startNanos) {
        this.reader = reader;
        this.search = search;
        this.startNanos = startNanos;
        Deadline deadline = Deadline.in(search.timeout());
        this.page = reader.find(search.filter(), search.page(), deadline);
        this.count = search.count() ? reader.count(search.filter(), deadline) : null;
        this.first = reader.read(page.places(), search.page().columns(), deadline);
    }

    /**
     * Searches.
     *
     * @throws StoreException when the database is away or busy, or takes too long
     */
    static MessageAnswer to(MessageSearch search, MessageReader reader) {
        return new MessageAnswer(reader, search, System.nanoTime());
    }

    /** The cursor to what follows, or null. */
    @Nullable String next() {
        return page.hasNext() ? cursor(page.places().get(page.places().size() - 1)) : null;
    }

    /** The cursor to what precedes, or null. */
    @Nullable String previous() {
        return page.hasPrevious() ? cursor(page.places().get(0)) : null;
    }

    /** Writes one object, API.md's shape. */
    void writeJson(OutputStream out) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("messages");
            String failure = writeMessages(json);
            json.writeEndArray();
            Json.writeText(json, "next", next());
            Json.writeText(json, "previous", previous());
            Range range = search.filter().range();
            json.writeObjectFieldStart("range");
            Long start = range.startMicros();
            Json.writeText(json, "start", start == null ? null : MessageJson.time(start));
            Json.writeText(json, "end", MessageJson.time(range.endMicros()));
            json.writeEndObject();
            if (count != null) {
                json.writeNumberField("count", count);
            }
            json.writeBooleanField("partial", failure != null);
            Json.writeText(json, "reason", failure);
            json.writeNumberField(
                    "tookMs", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
            json.writeEndObject();
        }
    }

    /** Writes one message a line; a last line says when the answer is partial. */
    void writeNdjson(OutputStream out) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.setRootValueSeparator(null);
            String failure = writeMessages(json, true);
            if (failure != null) {
                json.writeStartObject();
                json.writeBooleanField("partial", true);
                json.writeStringField("reason", failure);
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
    }

    private @Nullable String writeMessages(JsonGenerator json) throws IOException {
        return writeMessages(json, false);
    }

    /**
     * @return why not all of them were written, or null
     */
    private @Nullable String writeMessages(JsonGenerator json, boolean lines) throws IOException {
        List<Position> rest = page.places();
        MessagePage.Part part = first;
        while (!rest.isEmpty()) {
            for (StoredMessage message : part.messages()) {
                MessageJson.write(json, message, search.page().columns());
                if (lines) {
                    json.writeRaw('\n');
                }
            }
            rest = rest.subList(part.placesRead(), rest.size());
            try {
                part = reader.read(rest, search.page().columns(), Deadline.in(search.timeout()));
            } catch (StoreException e) {
                return e.getMessage();
            }
        }
        return null;
    }

    private String cursor(Position position) {
        return new Cursor(search.filter().range(), position).text(search.filters());
    }
}
