package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.store.Condition;
import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.FieldTexts;
import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.MessageFilter;
import io.logdrive.destination.store.MessageFilter.ClockColumn;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessagePage;
import io.logdrive.destination.store.MessagePageRequest;
import io.logdrive.destination.store.MessagePageRequest.Position;
import io.logdrive.destination.store.MessageReader;
import io.logdrive.destination.store.StoredMessage;
import io.logdrive.destination.store.Subject;
import io.logdrive.destination.store.ValueTest;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What stood around a message, as {@code grep -B -A} shows it: by event time, then by id, of the
 * same origin, service or host, or with the same value of a field.
 *
 * <p>Confined to the thread of one request.
 */
final class ContextAnswer {
    static final Set<String> KNOWN =
            Set.of("after", "before", "fields", "same", "timeout", "within");

    private static final int LINES = 5;
    private static final int LINES_MAX = 500;
    private static final String WITHIN = "1d";
    private static final Set<MessageColumn> ALL = EnumSet.allOf(MessageColumn.class);

    private final MessageReader reader;
    private final Deadline deadline;
    private final Set<MessageColumn> columns;
    private final StoredMessage message;
    private final List<StoredMessage> before;
    private final List<StoredMessage> after;
    private @Nullable String partial;

    /**
     * Looks around.
     *
     * @throws QueryProblem 404 when there is no such message
     */
    ContextAnswer(
            long id, Map<String, List<String>> values, QueryConfig config, MessageReader reader) {
        Parameters parameters = new Parameters(values, KNOWN);
        this.reader = reader;
        this.columns = MessageSearch.columns(parameters);
        int linesBefore = parameters.integer("before", LINES, 0, LINES_MAX);
        int linesAfter = parameters.integer("after", LINES, 0, LINES_MAX);
        String same = parameters.one("same", "origin");
        Duration within = QueryTime.duration("within", parameters.one("within", WITHIN));
        this.deadline = Deadline.in(RangeParameters.timeout(parameters, config));
        this.message =
                reader.byId(id, deadline)
                        .orElseThrow(
                                () ->
                                        QueryProblem.notFound(
                                                "message " + id + ": expected one, found none"));
        MessageFilter filter = filter(same, within);
        this.before = read(filter, false, linesBefore);
        this.after = read(filter, true, linesAfter);
    }

    private MessageFilter filter(String same, Duration within) {
        long micros = Math.min(within.toMillis(), Duration.ofDays(36_500).toMillis()) * 1_000;
        Range range = new Range(message.timeMicros() - micros, message.timeMicros() + micros + 1);
        return new MessageFilter(ClockColumn.EVENT, range, same(same));
    }

    private Condition same(String same) {
        Subject subject = ValueSyntax.subject(same);
        return switch (subject.kind()) {
            case ORIGIN -> {
                UUID origin = message.origin();
                yield origin == null
                        ? new Condition.Any(List.of())
                        : new Condition.OriginIs(origin);
            }
            case SERVICE -> sameText(subject, message.service());
            case HOST -> sameText(subject, message.host());
            case FIELD -> sameField(subject);
            default -> throw notSame(same);
        };
    }

    private static Condition sameText(Subject subject, @Nullable String value) {
        return value == null
                ? new Condition.Not(new Condition.Has(subject, ValueTest.PRESENT))
                : new Condition.Has(subject, new ValueTest.Equal(value));
    }

    /** One of the values, when it has several. */
    private Condition sameField(Subject field) {
        List<Condition> any = new ArrayList<>();
        new FieldTexts(List.of(field.name()))
                .read(message.fields())
                .getOrDefault(field.name(), List.of())
                .forEach(value -> any.add(new Condition.Has(field, new ValueTest.Equal(value))));
        if (any.isEmpty()) {
            throw notSame(field.name());
        }
        return new Condition.Any(any);
    }

    private static QueryProblem notSame(String found) {
        return QueryProblem.of(
                "same",
                "origin, service, host or a field that the message has",
                Parameters.quoted(found));
    }

    /** In the order of time, whichever side. */
    private List<StoredMessage> read(MessageFilter filter, boolean later, int count) {
        if (count == 0) {
            return List.of();
        }
        Position here = new Position(message.timeMicros(), message.id());
        MessagePage page =
                reader.find(
                        filter,
                        new MessagePageRequest(
                                true, later ? here : null, later ? null : here, count, ALL),
                        deadline);
        if (page.stopped() != null) {
            partial = "timeout: not all that stands around was looked at";
        }
        List<StoredMessage> messages = new ArrayList<>();
        List<Position> rest = page.places();
        while (!rest.isEmpty()) {
            MessagePage.Part part = reader.read(rest, columns, deadline);
            messages.addAll(part.messages());
            rest = rest.subList(part.placesRead(), rest.size());
        }
        return messages;
    }

    /** Writes one object. */
    void write(OutputStream out) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            writeAll(json, "before", before);
            json.writeFieldName("message");
            MessageJson.write(json, message, columns);
            writeAll(json, "after", after);
            json.writeBooleanField("partial", partial != null);
            Json.writeText(json, "reason", partial);
            json.writeEndObject();
        }
    }

    private void writeAll(JsonGenerator json, String name, List<StoredMessage> messages)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (StoredMessage each : messages) {
            MessageJson.write(json, each, columns);
        }
        json.writeEndArray();
    }
}
