package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.store.Aggregates;
import io.logdrive.destination.store.Aggregates.Group;
import io.logdrive.destination.store.MessageFilter;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessageReader;
import io.logdrive.destination.store.Steps;
import io.logdrive.destination.store.Subject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** How many messages there are in each step of time. Confined to the thread of one request. */
final class HistogramAnswer {
    static final Set<String> MORE = Set.of("field", "step");

    private static final int GROUPS_MAX = 20_000;

    private final AggregateSearch search;
    private final MessageFilter filter;
    private final Steps steps;
    private final String field;
    private final Aggregates.Result result;

    /** Counts. */
    HistogramAnswer(
            Map<String, List<String>> values,
            QueryConfig config,
            MessageReader reader,
            Instant now) {
        this.search = new AggregateSearch(values, MORE, config, now);
        Parameters parameters = search.parameters();
        String name = parameters.one("field");
        this.field = name == null ? "level" : name;
        Subject key = AggregateSearch.key("field", field);
        this.filter = search.bounded(reader);
        this.steps =
                StepParameter.of(
                        parameters.one("step"), filter.range(), RangeParameters.zone(parameters));
        this.result =
                reader.aggregate(
                        filter,
                        new Aggregates.Request(List.of(key), steps, List.of(), GROUPS_MAX),
                        search.deadline());
    }

    /** Writes one object; steps in order, the empty ones too. */
    void write(OutputStream out) throws IOException {
        Map<Long, Map<String, Long>> counts = new TreeMap<>();
        for (Group group : result.groups()) {
            String value = Objects.requireNonNullElse(group.values().get(0), "");
            counts.computeIfAbsent(start(group), any -> new TreeMap<>())
                    .merge(value, group.count(), Long::sum);
        }
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeStringField("step", StepParameter.text(steps));
            json.writeStringField("field", field);
            AggregateSearch.writeRange(json, filter.range());
            json.writeArrayFieldStart("steps");
            long end = filter.range().endMicros();
            for (long at = first(); at < end; at = steps.end(at)) {
                writeStep(json, at, counts.getOrDefault(at, Map.of()));
            }
            json.writeEndArray();
            json.writeNumberField("total", result.total());
            search.writeEnd(json, AggregateSearch.partial(result));
        }
    }

    /** The first step that was looked at. */
    private long first() {
        Range range = filter.range();
        Long stopped = result.stoppedMicros();
        Long start = range.startMicros();
        long from = stopped != null ? stopped : start == null ? range.endMicros() : start;
        return steps.start(from);
    }

    private static void writeStep(JsonGenerator json, long start, Map<String, Long> values)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("start", MessageJson.time(start));
        json.writeNumberField("count", values.values().stream().mapToLong(n -> n).sum());
        json.writeObjectFieldStart("values");
        for (Map.Entry<String, Long> entry : values.entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static long start(Group group) {
        return Objects.requireNonNull(group.startMicros());
    }
}
