package io.logdrive.destination.query;

import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.MessageFilter;
import io.logdrive.destination.store.MessageFilter.ClockColumn;
import io.logdrive.destination.store.MessageFilter.Match;
import io.logdrive.destination.store.MessageFilter.OriginMatch;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessagePageRequest;
import io.logdrive.wire.Level;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to {@code GET /destination/messages}, understood: filter, page, form of the answer.
 *
 * <p>Immutable.
 *
 * @param filter which messages
 * @param page which of them, and what of each
 * @param count whether to count them all
 * @param format how to write them, or null when the Accept header is to decide
 * @param timeout how long the database may take
 * @param filters the parameters that make the filter, as one text: what cursors are bound to
 */
record MessageSearch(
        MessageFilter filter,
        MessagePageRequest page,
        boolean count,
        @Nullable AnswerFormat format,
        Duration timeout,
        String filters) {
    private static final String SINCE = "1h";
    private static final String SINCE_ALL = "all";
    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 10_000;

    /** The parameters that decide which messages there are, and their order. */
    private static final List<String> FILTERS =
            List.of(
                    "by",
                    "end",
                    "host",
                    "level",
                    "minLevel",
                    "order",
                    "origin",
                    "service",
                    "since",
                    "start",
                    "text",
                    "tz");

    private static final List<String> FORMS =
            List.of("after", "before", "count", "fields", "format", "limit", "timeout");

    private static final Set<String> KNOWN = known();

    /**
     * Reads the parameters.
     *
     * @throws QueryProblem for the first that is wrong
     */
    static MessageSearch of(Map<String, List<String>> values, QueryConfig config, Instant now) {
        Parameters parameters = new Parameters(values, KNOWN);
        String filters = filters(values);
        boolean ascending = parameters.word("order", "desc", List.of("desc", "asc")).equals("asc");
        Cursor after = cursor("after", parameters, filters);
        Cursor before = cursor("before", parameters, filters);
        if (after != null && before != null) {
            throw QueryProblem.of("before", "either this or after", "both");
        }
        Cursor cursor = after != null ? after : before;
        Range range = range(parameters, now);
        return new MessageSearch(
                filter(parameters, cursor != null ? cursor.range() : range),
                new MessagePageRequest(
                        ascending,
                        after == null ? null : after.position(),
                        before == null ? null : before.position(),
                        parameters.integer("limit", LIMIT, 1, LIMIT_MAX),
                        columns(parameters)),
                parameters.word("count", "none", List.of("none", "exact")).equals("exact"),
                AnswerFormat.ofParameter(parameters.one("format")),
                timeout(parameters, config),
                filters);
    }

    private static Set<String> known() {
        List<String> known = new ArrayList<>(FILTERS);
        known.addAll(FORMS);
        return Set.copyOf(known);
    }

    private static String filters(Map<String, List<String>> values) {
        Map<String, List<String>> sorted = new TreeMap<>(values);
        sorted.keySet().retainAll(FILTERS);
        StringBuilder text = new StringBuilder();
        sorted.forEach(
                (name, all) ->
                        all.forEach(
                                value ->
                                        // With the length, so that no value can pose as two.
                                        text.append(name)
                                                .append('=')
                                                .append(value.length())
                                                .append(':')
                                                .append(value)));
        return text.toString();
    }

    private static @Nullable Cursor cursor(String name, Parameters parameters, String filters) {
        String text = parameters.one(name);
        return text == null ? null : Cursor.of(name, text, filters);
    }

    private static Range range(Parameters parameters, Instant now) {
        QueryTime times = new QueryTime(now, zone(parameters));
        String end = parameters.one("end");
        String start = parameters.one("start");
        String since = parameters.one("since");
        long endMicros = end == null ? QueryTime.micros(now) : times.micros("end", end);
        Long sinceMicros = null;
        if (!SINCE_ALL.equals(since)) {
            sinceMicros = QueryTime.before(endMicros, "since", since == null ? SINCE : since);
        }
        if (start != null) {
            long startMicros = times.micros("start", start);
            if (startMicros >= endMicros) {
                throw QueryProblem.of("start", "a time before end", Parameters.quoted(start));
            }
            return new Range(startMicros, endMicros);
        }
        return new Range(sinceMicros, endMicros);
    }

    private static ZoneId zone(Parameters parameters) {
        String text = parameters.one("tz");
        try {
            return ZoneId.of(text == null ? "UTC" : text);
        } catch (DateTimeException e) {
            throw QueryProblem.of(
                    "tz", "a zone as UTC, +02:00 or Europe/Berlin", Parameters.quoted("" + text));
        }
    }

    private static MessageFilter filter(Parameters parameters, Range range) {
        String by = parameters.word("by", "event", List.of("event", "received"));
        Set<Level> levels = EnumSet.noneOf(Level.class);
        for (String word : parameters.list("level")) {
            levels.add(level("level", word));
        }
        String levelMin = parameters.one("minLevel");
        String text = parameters.one("text");
        return new MessageFilter(
                by.equals("event") ? ClockColumn.EVENT : ClockColumn.RECEIVED,
                range,
                levels,
                levelMin == null ? null : level("minLevel", levelMin),
                matches("service", parameters),
                matches("host", parameters),
                origins(parameters),
                text == null || text.isEmpty() ? null : text);
    }

    private static Level level(String parameter, String word) {
        Level level = Level.ofWord(word);
        if (level == null) {
            throw QueryProblem.of(
                    parameter,
                    "a level (trace, debug, info, warn, error or fatal)",
                    Parameters.quoted(word));
        }
        return level;
    }

    private static List<Match> matches(String name, Parameters parameters) {
        List<Match> matches = new ArrayList<>();
        for (String value : parameters.repeated(name)) {
            boolean negated = value.startsWith("!");
            String rest = negated ? value.substring(1) : value;
            boolean prefix = rest.endsWith("*");
            if (rest.isEmpty()) {
                throw QueryProblem.of(name, "a name after the !", Parameters.quoted(value));
            }
            String text = prefix ? rest.substring(0, rest.length() - 1) : rest;
            matches.add(new Match(text, prefix, negated));
        }
        return matches;
    }

    private static List<OriginMatch> origins(Parameters parameters) {
        List<OriginMatch> matches = new ArrayList<>();
        for (String value : parameters.repeated("origin")) {
            boolean negated = value.startsWith("!");
            matches.add(
                    new OriginMatch(uuid("origin", negated ? value.substring(1) : value), negated));
        }
        return matches;
    }

    /** The id of an origin. */
    static UUID uuid(String parameter, String text) {
        try {
            UUID id = UUID.fromString(text);
            // UUID.fromString takes shortened groups.
            if (id.toString().equals(text.toLowerCase(Locale.ROOT))) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Refused below in the same words.
        }
        throw QueryProblem.of(parameter, "the id of an origin, a UUID", Parameters.quoted(text));
    }

    private static Set<MessageColumn> columns(Parameters parameters) {
        List<String> names = parameters.list("fields");
        if (names.isEmpty()) {
            return EnumSet.allOf(MessageColumn.class);
        }
        Map<String, MessageColumn> byName = new TreeMap<>();
        for (MessageColumn column : MessageColumn.values()) {
            byName.put(MessageJson.name(column), column);
        }
        Set<MessageColumn> columns = EnumSet.noneOf(MessageColumn.class);
        for (String name : names) {
            MessageColumn column = byName.get(name);
            if (column == null) {
                throw QueryProblem.of(
                        "fields",
                        "names of columns (nearest: " + NearestName.of(name, byName.keySet()) + ")",
                        Parameters.quoted(name));
            }
            columns.add(column);
        }
        return columns;
    }

    private static Duration timeout(Parameters parameters, QueryConfig config) {
        String text = parameters.one("timeout");
        if (text == null) {
            return config.timeoutDefault();
        }
        Duration asked = QueryTime.duration("timeout", text);
        if (asked.isZero()) {
            throw QueryProblem.of("timeout", "more than 0", Parameters.quoted(text));
        }
        return asked.compareTo(config.timeoutMax()) > 0 ? config.timeoutMax() : asked;
    }
}
