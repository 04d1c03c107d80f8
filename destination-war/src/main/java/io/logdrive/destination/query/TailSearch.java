package io.logdrive.destination.query;

import io.logdrive.destination.store.Condition;
import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.MessageFilter;
import io.logdrive.destination.store.MessageFilter.Range;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A request for a live tail, understood.
 *
 * <p>Immutable.
 *
 * @param filter which messages; without a range unless one was asked for
 * @param columns what of each
 * @param backlog how many that are there already come first
 * @param after the id to resume behind, or null for the backlog
 * @param events whether as server-sent events; else NDJSON
 */
record TailSearch(
        MessageFilter filter,
        Set<MessageColumn> columns,
        int backlog,
        @Nullable Long after,
        boolean events) {
    static final Set<String> KNOWN = known();
    static final String EVENTS_TYPE = "text/event-stream";

    private static final int BACKLOG = 100;
    private static final int BACKLOG_MAX = 1_000;

    /**
     * Reads the parameters.
     *
     * @param lastEventId the header of a client that reconnects, or null
     * @param accept the header, or null
     * @throws QueryProblem for the first that is wrong
     */
    static TailSearch of(
            Map<String, List<String>> values,
            @Nullable String lastEventId,
            @Nullable String accept,
            Instant now) {
        Parameters parameters = new Parameters(values, KNOWN);
        MessageFilter filter =
                new MessageFilter(
                        RangeParameters.clock(parameters),
                        range(parameters, now),
                        FilterParameters.condition(parameters));
        String after = parameters.one("after");
        return new TailSearch(
                filter,
                MessageSearch.columns(parameters),
                parameters.integer("backlog", BACKLOG, 0, BACKLOG_MAX),
                lastEventId != null && !lastEventId.isBlank()
                        ? id("Last-Event-ID", lastEventId)
                        : after == null ? null : id("after", after),
                isEvents(parameters.one("format"), accept));
    }

    /** The same for somebody who may see only what a condition holds for. */
    TailSearch within(Condition enforced) {
        return new TailSearch(filter.and(enforced), columns, backlog, after, events);
    }

    private static Set<String> known() {
        Set<String> known = AggregateSearch.known(Set.of("after", "backlog", "fields", "format"));
        known.remove("timeout");
        return new TreeSet<>(known);
    }

    /** A live tail has no end, and shows late lines too, unless a range is asked for. */
    private static Range range(Parameters parameters, Instant now) {
        Range asked = RangeParameters.range(parameters, now, "all");
        boolean hasEnd = parameters.one("end") != null;
        return new Range(asked.startMicros(), hasEnd ? asked.endMicros() : Long.MAX_VALUE);
    }

    private static Long id(String name, String text) {
        if (!text.strip().matches("\\d{1,18}")) {
            throw QueryProblem.of(name, "the id of an event", Parameters.quoted(text));
        }
        return Long.parseLong(text.strip());
    }

    private static boolean isEvents(@Nullable String format, @Nullable String accept) {
        if (format != null) {
            if (!format.equals("sse") && !format.equals("ndjson")) {
                throw QueryProblem.of("format", "sse or ndjson", Parameters.quoted(format));
            }
            return format.equals("sse");
        }
        if (accept == null || accept.contains(EVENTS_TYPE) || accept.contains("*/*")) {
            return accept == null || !accept.startsWith(AnswerFormat.NDJSON.mediaType());
        }
        if (accept.contains(AnswerFormat.NDJSON.mediaType())) {
            return false;
        }
        throw QueryProblem.notAcceptable(
                "Accept: expected text/event-stream or application/x-ndjson, found "
                        + Parameters.quoted(accept));
    }
}
