package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.MessageFilter;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessagePage;
import io.logdrive.destination.store.MessagePageRequest;
import io.logdrive.destination.store.MessagePageRequest.Position;
import io.logdrive.destination.store.MessageReader;
import io.logdrive.destination.store.StoreException;
import io.logdrive.destination.store.StoredMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All messages of a filter, however many: read some at a time, nothing kept open between, so that a
 * client may take hours. Its first part is read when it is made, so that what goes wrong then has a
 * status of its own.
 *
 * <p>Confined to the thread of one request.
 */
final class ExportAnswer {
    static final Set<String> MORE = Set.of("after", "fields", "format", "order");
    static final List<AnswerFormat> FORMATS =
            List.of(AnswerFormat.NDJSON, AnswerFormat.CSV, AnswerFormat.TEXT);

    private static final int PART = 500;
    private static final int ID_DIGITS_MAX = 18;

    private final MessageReader reader;
    private final MessageFilter filter;
    private final boolean ascending;
    private final Set<MessageColumn> columns;
    private final Duration timeout;
    private final String filters;
    private final @Nullable AnswerFormat format;
    private @Nullable Position reached;
    private MessagePage.Chunk part;
    private long rows;

    /** Reads the parameters and the first part. */
    ExportAnswer(
            Map<String, List<String>> values,
            QueryConfig config,
            MessageReader reader,
            Instant now) {
        Parameters parameters = new Parameters(values, new TreeSet<>(AggregateSearch.known(MORE)));
        this.reader = reader;
        this.filters = MessageSearch.filters(values, reader.scope());
        this.timeout = RangeParameters.timeout(parameters, config);
        this.ascending = MessageSearch.ascending(parameters);
        this.columns = MessageSearch.columns(parameters);
        this.format = AnswerFormat.ofParameter(parameters.one("format"), EnumSet.copyOf(FORMATS));
        Range range = RangeParameters.range(parameters, now);
        String after = parameters.one("after");
        if (after == null) {
            this.reached = null;
        } else if (isId(after)) {
            this.reached = place(Long.parseLong(after), RangeParameters.clock(parameters));
        } else {
            Cursor cursor = Cursor.of("after", after, filters);
            range = cursor.range();
            this.reached = cursor.position();
        }
        this.filter = MessageSearch.filter(parameters, range);
        this.part = read();
    }

    private static boolean isId(String text) {
        return text.length() <= ID_DIGITS_MAX && text.chars().allMatch(Character::isDigit);
    }

    /** A file that was cut has no cursor, but the id of its last whole row. */
    private Position place(long id, MessageFilter.ClockColumn clock) {
        StoredMessage message =
                reader.byId(id, Deadline.in(timeout))
                        .orElseThrow(
                                () ->
                                        QueryProblem.of(
                                                "after",
                                                "a cursor, or the id of a message",
                                                id + ", which is not there"));
        return new Position(clock.micros(message), id);
    }

    /** The format of the parameter, or null. */
    @Nullable AnswerFormat format() {
        return format;
    }

    /**
     * Writes everything. NDJSON ends in a line that says how many rows there are and where to go
     * on; a file without it was cut. The other formats have no place for it: when not all can be
     * read they end in a broken connection.
     */
    void write(OutputStream out, AnswerFormat chosen) throws IOException {
        MessageLines lines = new MessageLines(chosen, columns);
        out.write(lines.head());
        String failure = writeAll(out, lines);
        if (chosen == AnswerFormat.NDJSON) {
            writeEnd(out, failure);
        } else if (failure != null) {
            throw new IOException("export cut: " + failure);
        }
    }

    private @Nullable String writeAll(OutputStream out, MessageLines lines) throws IOException {
        while (true) {
            for (StoredMessage message : part.messages()) {
                out.write(lines.line(message));
                rows++;
                reached = new Position(filter.clock().micros(message), message.id());
            }
            if (part.reached() == null) {
                return null;
            }
            reached = part.reached();
            try {
                part = read();
            } catch (StoreException e) {
                return e.getMessage();
            }
        }
    }

    private MessagePage.Chunk read() {
        return reader.walk(
                filter,
                new MessagePageRequest(ascending, reached, null, PART, columns),
                Deadline.in(timeout));
    }

    private void writeEnd(OutputStream out, @Nullable String failure) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeBooleanField("end", true);
            json.writeNumberField("rows", rows);
            json.writeBooleanField("partial", failure != null);
            Json.writeText(json, "reason", failure);
            Position last = reached;
            if (last != null) {
                json.writeStringField("next", new Cursor(filter.range(), last).text(filters));
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }
}
