package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessagePage;
import io.logdrive.destination.store.MessagePageRequest;
import io.logdrive.destination.store.MessagePageRequest.Position;
import io.logdrive.destination.store.MessageReader;
import io.logdrive.destination.store.RankRequest;
import io.logdrive.destination.store.StoreException;
import io.logdrive.destination.store.StoredMessage;
import io.logdrive.destination.store.Subject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
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
        this.page = find(deadline);
        // What was found when the time was over can still be read.
        Deadline more = page.stopped() == null ? deadline : Deadline.in(search.timeout());
        this.first = reader.read(page.places(), search.page().columns(), more);
        this.count = search.count() ? count(deadline) : null;
    }

    private MessagePage find(Deadline deadline) {
        MessagePageRequest asked = search.page();
        Subject sort = search.sort();
        return sort == null
                ? reader.find(search.filter(), asked, deadline)
                : reader.rank(
                        search.filter(),
                        new RankRequest(sort, asked.ascending(), asked.limit()),
                        deadline);
    }

    /** Null when the time is over before all are counted. */
    private @Nullable Long count(Deadline deadline) {
        try {
            return reader.count(search.filter(), deadline);
        } catch (StoreException.Timeout e) {
            return null;
        }
    }

    /**
     * Searches.
     *
     * @throws StoreException when the database is away or busy, or takes too long
     */
    static MessageAnswer to(MessageSearch search, MessageReader reader) {
        return new MessageAnswer(reader, search, System.nanoTime());
    }

    /** The cursor to what follows, or may follow; null when nothing does. */
    @Nullable String next() {
        return cursor(page.next());
    }

    /** The cursor to what precedes, or null. */
    @Nullable String previous() {
        return cursor(page.previous());
    }

    /** Why the answer is less than was asked for, as far as that is known; else null. */
    @Nullable String partial() {
        Position stopped = page.stopped();
        if (stopped != null && search.sort() != null) {
            return "timeout: searched back as far as "
                    + MessageJson.time(stopped.micros())
                    + "; what is older was not looked at";
        }
        if (stopped != null) {
            boolean backwards = search.page().before() != null;
            return "timeout: searched as far as "
                    + MessageJson.time(stopped.micros())
                    + "; \""
                    + (backwards ? "previous" : "next")
                    + "\" goes on from there";
        }
        return search.count() && count == null ? "timeout: not all were counted" : null;
    }

    /** Writes one object, API.md's shape. */
    void writeJson(OutputStream out) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("messages");
            String failure = writeEach(message -> MessageJson.write(json, message, columns()));
            String reason = failure == null ? partial() : failure;
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
            json.writeBooleanField("partial", reason != null);
            Json.writeText(json, "reason", reason);
            json.writeNumberField(
                    "tookMs", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
            json.writeEndObject();
        }
    }

    /**
     * Writes the messages as lines. A last line of NDJSON says when they are not all of the page;
     * the other formats have no place for it.
     *
     * @throws IOException also when not all can be read, so that the answer is seen to be cut
     */
    void writeLines(OutputStream out, AnswerFormat format) throws IOException {
        MessageLines lines = new MessageLines(format, columns());
        out.write(lines.head());
        String failure = writeEach(message -> out.write(lines.line(message)));
        String reason = failure == null ? partial() : failure;
        if (reason != null && format == AnswerFormat.NDJSON) {
            try (JsonGenerator json = Json.generator(out)) {
                json.writeStartObject();
                json.writeBooleanField("partial", true);
                json.writeStringField("reason", reason);
                json.writeEndObject();
                json.writeRaw('\n');
            }
        } else if (failure != null) {
            throw new IOException("answer cut: " + failure);
        }
    }

    private Set<MessageColumn> columns() {
        return search.page().columns();
    }

    /**
     * @return why not all of them were written, or null
     */
    private @Nullable String writeEach(EachMessage each) throws IOException {
        List<Position> rest = page.places();
        MessagePage.Part part = first;
        while (!rest.isEmpty()) {
            for (StoredMessage message : part.messages()) {
                each.write(message);
            }
            rest = rest.subList(part.placesRead(), rest.size());
            try {
                part = reader.read(rest, columns(), Deadline.in(search.timeout()));
            } catch (StoreException e) {
                return e.getMessage();
            }
        }
        return null;
    }

    private @Nullable String cursor(@Nullable Position position) {
        return position == null
                ? null
                : new Cursor(search.filter().range(), position).text(search.filters());
    }

    /** Writes one message. */
    private interface EachMessage {
        void write(StoredMessage message) throws IOException;
    }
}
