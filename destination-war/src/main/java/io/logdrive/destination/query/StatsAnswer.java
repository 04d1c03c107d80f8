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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Figures in groups. Confined to the thread of one request. */
final class StatsAnswer {
    static final Set<String> MORE = Set.of("by", "clock", "fn", "limit", "step");

    private static final int BY_MAX = 5;
    private static final int LIMIT = 1_000;
    private static final int LIMIT_MAX = 10_000;

    /** Each keeps quantiles of its own. */
    private static final int MEASURED_GROUPS_MAX = 2_000;

    private static final int GROUPS_MAX = 50_000;
    private static final double MICROS_PER_SECOND = 1e6;

    private final AggregateSearch search;
    private final MessageFilter filter;
    private final List<String> by;
    private final List<StatsFunction> functions;
    private final List<Subject> measured;
    private final @Nullable Steps steps;
    private final int limit;
    private final Aggregates.Result result;

    /** Counts and measures. */
    StatsAnswer(
            Map<String, List<String>> values,
            QueryConfig config,
            MessageReader reader,
            Instant now) {
        this.search = new AggregateSearch(values, MORE, config, now);
        Parameters parameters = search.parameters();
        this.by = parameters.list("by").stream().distinct().toList();
        if (by.size() > BY_MAX) {
            throw QueryProblem.of("by", "at most " + BY_MAX + " fields", by.size() + " fields");
        }
        List<Subject> keys = by.stream().map(name -> AggregateSearch.key("by", name)).toList();
        this.functions = StatsFunction.of(parameters.list("fn"));
        this.measured = StatsFunction.fields(functions);
        this.limit = parameters.integer("limit", LIMIT, 1, LIMIT_MAX);
        this.filter = search.bounded(reader);
        String step = parameters.one("step");
        this.steps =
                step == null
                        ? null
                        : StepParameter.of(step, filter.range(), RangeParameters.zone(parameters));
        int groupsMax = measured.isEmpty() ? GROUPS_MAX : MEASURED_GROUPS_MAX;
        this.result =
                reader.aggregate(
                        filter,
                        new Aggregates.Request(keys, steps, measured, groupsMax),
                        search.deadline());
    }

    /** Writes one object; groups in the order of time, the largest first. */
    void write(OutputStream out) throws IOException {
        List<Group> groups =
                result.groups().stream()
                        .sorted(
                                Comparator.comparingLong(StatsAnswer::start)
                                        .thenComparing(
                                                Comparator.comparingLong(Group::count).reversed())
                                        .thenComparing(group -> group.values().toString()))
                        .toList();
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            AggregateSearch.writeRange(json, filter.range());
            Json.writeText(json, "step", steps == null ? null : StepParameter.text(steps));
            json.writeArrayFieldStart("groups");
            for (Group group : groups.subList(0, Math.min(limit, groups.size()))) {
                write(json, group);
            }
            json.writeEndArray();
            json.writeNumberField("total", result.total());
            String partial = AggregateSearch.partial(result);
            search.writeEnd(
                    json,
                    partial == null && groups.size() > limit
                            ? "limit: " + (groups.size() - limit) + " groups are not shown"
                            : partial);
        }
    }

    private void write(JsonGenerator json, Group group) throws IOException {
        json.writeStartObject();
        Long start = group.startMicros();
        Json.writeText(json, "start", start == null ? null : MessageJson.time(start));
        json.writeObjectFieldStart("by");
        for (int i = 0; i < by.size(); i++) {
            json.writeStringField(by.get(i), group.values().get(i));
        }
        json.writeEndObject();
        for (StatsFunction function : functions) {
            function.write(json, group, measured, seconds(group));
        }
        json.writeEndObject();
    }

    /** How much of the range the group stands for. */
    private double seconds(Group group) {
        Range range = filter.range();
        long from = Objects.requireNonNull(range.startMicros());
        long to = range.endMicros();
        Long start = group.startMicros();
        if (steps != null && start != null) {
            from = Math.max(from, start);
            to = Math.min(to, steps.end(start));
        }
        Long stopped = result.stoppedMicros();
        from = stopped == null ? from : Math.max(from, Math.min(stopped, to - 1));
        return Math.max(1, to - from) / MICROS_PER_SECOND;
    }

    private static long start(Group group) {
        Long start = group.startMicros();
        return start == null ? 0 : start;
    }
}
