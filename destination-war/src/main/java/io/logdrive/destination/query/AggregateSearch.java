package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.store.Aggregates;
import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.MessageFilter;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessageReader;
import io.logdrive.destination.store.Subject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoints that count have in common: a filter, a time to be ready by, and the end of the
 * answer.
 *
 * <p>Confined to the thread of one request.
 */
final class AggregateSearch {
    private final long startNanos = System.nanoTime();
    private final Parameters parameters;
    private final MessageFilter filter;
    private final Duration timeout;
    private final Deadline deadline;

    /**
     * @param more names of parameters beside those of the filter
     */
    AggregateSearch(
            Map<String, List<String>> values, Set<String> more, QueryConfig config, Instant now) {
        this.parameters = new Parameters(values, known(more));
        // Where "by" says by what to group, the clock has a name of its own.
        String clock = more.contains("clock") ? "clock" : "by";
        this.filter =
                new MessageFilter(
                        RangeParameters.clock(parameters, clock),
                        RangeParameters.range(parameters, now),
                        FilterParameters.condition(parameters));
        this.timeout = RangeParameters.timeout(parameters, config);
        this.deadline = Deadline.in(timeout);
    }

    /** The names that an endpoint knows. */
    static Set<String> known(Set<String> more) {
        Set<String> known = new TreeSet<>(FilterParameters.NAMES);
        known.addAll(RangeParameters.NAMES);
        known.add(Parameters.FIELDS);
        known.add("timeout");
        known.addAll(more);
        return known;
    }

    Parameters parameters() {
        return parameters;
    }

    MessageFilter filter() {
        return filter;
    }

    Deadline deadline() {
        return deadline;
    }

    /** The filter with a lower end of its range, should it have none. */
    MessageFilter bounded(MessageReader reader) {
        Range range = filter.range();
        if (range.startMicros() != null) {
            return filter;
        }
        long start =
                Math.min(
                        range.endMicros() - 1,
                        reader.firstMicros(filter.clock(), range.endMicros(), deadline));
        return new MessageFilter(
                filter.clock(), new Range(start, range.endMicros()), filter.condition());
    }

    /** A column or a field that one can group by. */
    static Subject key(String parameter, String name) {
        Subject subject = ValueSyntax.subject(name);
        if (name.isBlank() || subject.kind() == Subject.Kind.MESSAGE) {
            throw QueryProblem.of(
                    parameter,
                    "level, service, host, origin, tag or the name of a field",
                    Parameters.quoted(name));
        }
        return subject;
    }

    /** Why figures are less than the whole, or null. */
    static @Nullable String partial(Aggregates.Result result) {
        Long stopped = result.stoppedMicros();
        if (stopped != null) {
            return "timeout: nothing before " + MessageJson.time(stopped) + " was counted";
        }
        return result.beyond() > 0
                ? "groups: there are more than can be kept, " + result.beyond() + " not counted"
                : null;
    }

    /** Writes what every such answer ends in. */
    void writeEnd(JsonGenerator json, @Nullable String partial) throws IOException {
        json.writeBooleanField("partial", partial != null);
        Json.writeText(json, "reason", partial);
        json.writeNumberField(
                "tookMs", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        json.writeEndObject();
    }

    static void writeRange(JsonGenerator json, Range range) throws IOException {
        json.writeObjectFieldStart("range");
        Long start = range.startMicros();
        Json.writeText(json, "start", start == null ? null : MessageJson.time(start));
        Json.writeText(json, "end", MessageJson.time(range.endMicros()));
        json.writeEndObject();
    }
}
