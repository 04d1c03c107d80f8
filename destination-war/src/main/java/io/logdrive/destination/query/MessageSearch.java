package io.logdrive.destination.query;

import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.MessageFilter;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessagePageRequest;
import io.logdrive.destination.store.Subject;
import io.logdrive.payara.NearestName;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to {@code GET /destination/messages}, understood: filter, page, form of the answer.
 *
 * <p>Immutable.
 *
 * @param filter which messages
 * @param page which of them, and what of each
 * @param sort by the numbers of which field, or null: by time
 * @param count whether to count them all
 * @param format how to write them, or null when the Accept header is to decide
 * @param timeout how long the database may take
 * @param filters the parameters that make the filter, as one text: what cursors are bound to
 */
record MessageSearch(
        MessageFilter filter,
        MessagePageRequest page,
        @Nullable Subject sort,
        boolean count,
        @Nullable AnswerFormat format,
        Duration timeout,
        String filters) {
    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 10_000;

    /** They are all kept while the others are looked at. */
    private static final int SORTED_MAX = 1_000;

    /** The parameters that decide which messages there are, and their order. */
    private static final Set<String> FILTERS = filterNames();

    private static final List<String> FORMS =
            List.of("after", "before", "count", "fields", "format", "limit", "sort", "timeout");

    static final Set<String> KNOWN = known();

    /**
     * Reads the parameters.
     *
     * @throws QueryProblem for the first that is wrong
     */
    static MessageSearch of(Map<String, List<String>> values, QueryConfig config, Instant now) {
        return of(values, config, now, "");
    }

    /**
     * As above.
     *
     * @param scope what the caller's reader is restricted to
     */
    static MessageSearch of(
            Map<String, List<String>> values, QueryConfig config, Instant now, String scope) {
        Parameters parameters = new Parameters(values, KNOWN);
        String filters = filters(values, scope);
        Cursor after = cursor("after", parameters, filters);
        Cursor before = cursor("before", parameters, filters);
        if (after != null && before != null) {
            throw QueryProblem.of("before", "either this or after", "both");
        }
        Cursor cursor = after != null ? after : before;
        Subject sort = sort(parameters, cursor);
        Range range = RangeParameters.range(parameters, now);
        return new MessageSearch(
                filter(parameters, cursor != null ? cursor.range() : range),
                new MessagePageRequest(
                        ascending(parameters),
                        after == null ? null : after.position(),
                        before == null ? null : before.position(),
                        parameters.integer(
                                "limit", LIMIT, 1, sort == null ? LIMIT_MAX : SORTED_MAX),
                        columns(parameters)),
                sort,
                parameters.word("count", "none", List.of("none", "exact")).equals("exact"),
                AnswerFormat.ofParameter(
                        parameters.one("format"), EnumSet.allOf(AnswerFormat.class)),
                RangeParameters.timeout(parameters, config),
                filters);
    }

    private static @Nullable Subject sort(Parameters parameters, @Nullable Cursor cursor) {
        String name = parameters.one("sort");
        if (name == null) {
            return null;
        }
        Subject subject = ValueSyntax.subject(name);
        if (subject.kind() != Subject.Kind.FIELD || subject.name().isBlank()) {
            throw QueryProblem.of("sort", "the name of a parsed field", Parameters.quoted(name));
        }
        if (cursor != null) {
            throw QueryProblem.of("sort", "no cursor beside it", "one: there are no pages");
        }
        return subject;
    }

    static boolean ascending(Parameters parameters) {
        return parameters.word("order", "desc", List.of("desc", "asc")).equals("asc");
    }

    /** All parameters but the cursors make the filter. */
    static MessageFilter filter(Parameters parameters, Range range) {
        return new MessageFilter(
                RangeParameters.clock(parameters), range, FilterParameters.condition(parameters));
    }

    private static Set<String> filterNames() {
        Set<String> names = new TreeSet<>(FilterParameters.NAMES);
        names.addAll(RangeParameters.NAMES);
        names.add("order");
        names.add(Parameters.FIELDS);
        return names;
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(FILTERS);
        known.addAll(FORMS);
        return Set.copyOf(known);
    }

    /** The parameters that cursors are bound to, and what the caller is restricted to. */
    static String filters(Map<String, List<String>> values, String scope) {
        Map<String, List<String>> sorted = new TreeMap<>(values);
        sorted.keySet()
                .removeIf(name -> !FILTERS.contains(name) && !name.startsWith(Parameters.FIELDS));
        StringBuilder text = new StringBuilder();
        if (!scope.isEmpty()) {
            // No parameter has such a name.
            text.append("0:=").append(scope.length()).append(':').append(scope);
        }
        sorted.forEach(
                (name, all) ->
                        all.forEach(
                                value ->
                                        // With the length, so that no value can pose as two.
                                        text.append(name.length())
                                                .append(':')
                                                .append(name)
                                                .append('=')
                                                .append(value.length())
                                                .append(':')
                                                .append(value)));
        return text.toString();
    }

    static @Nullable Cursor cursor(String name, Parameters parameters, String filters) {
        String text = parameters.one(name);
        return text == null ? null : Cursor.of(name, text, filters);
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

    static Set<MessageColumn> columns(Parameters parameters) {
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
                        "names of columns (" + NearestName.hint(name, byName.keySet()) + ")",
                        Parameters.quoted(name));
            }
            columns.add(column);
        }
        return columns;
    }
}
