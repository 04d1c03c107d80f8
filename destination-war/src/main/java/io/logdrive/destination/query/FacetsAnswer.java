package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.store.Aggregates;
import io.logdrive.destination.store.Aggregates.Group;
import io.logdrive.destination.store.Condition;
import io.logdrive.destination.store.MessageFilter;
import io.logdrive.destination.store.MessageReader;
import io.logdrive.destination.store.StoreException;
import io.logdrive.destination.store.Subject;
import io.logdrive.destination.store.ValueTest;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The most frequent values of some fields. Confined to the thread of one request. */
final class FacetsAnswer {
    static final Set<String> MORE = Set.of("field", "limit");
    static final Set<String> MORE_OF_VALUES = Set.of("prefix", "limit");

    private static final int LIMIT = 10;
    private static final int LIMIT_MAX = 1_000;
    private static final int FIELDS_MAX = 20;
    private static final int GROUPS_MAX = 10_000;
    private static final Set<Subject.Kind> TOGETHER =
            EnumSet.of(Subject.Kind.LEVEL, Subject.Kind.SERVICE, Subject.Kind.HOST);
    private static final List<String> FIELDS = List.of("level", "service", "host");

    private final AggregateSearch search;
    private final int limit;
    private final List<Facet> facets = new ArrayList<>();

    private FacetsAnswer(AggregateSearch search) {
        this.search = search;
        this.limit = search.parameters().integer("limit", LIMIT, 1, LIMIT_MAX);
    }

    /** Counts the values of each {@code field}. */
    static FacetsAnswer to(
            Map<String, List<String>> values,
            QueryConfig config,
            MessageReader reader,
            Instant now) {
        FacetsAnswer answer = new FacetsAnswer(new AggregateSearch(values, MORE, config, now));
        List<String> asked = answer.search.parameters().list("field");
        List<String> fields = (asked.isEmpty() ? FIELDS : asked).stream().distinct().toList();
        if (fields.size() > FIELDS_MAX) {
            throw QueryProblem.of("field", "at most " + FIELDS_MAX, String.valueOf(fields.size()));
        }
        List<Subject> keys =
                fields.stream().map(name -> AggregateSearch.key("field", name)).toList();
        Map<Subject, Aggregates.Result> together = answer.together(reader, keys);
        for (int i = 0; i < keys.size(); i++) {
            Subject key = keys.get(i);
            Aggregates.Result counted = together.get(key);
            if (counted == null) {
                answer.count(reader, fields.get(i), key, answer.search.filter(), "");
            } else {
                answer.facets.add(answer.facet(fields.get(i), key, counted, ""));
            }
        }
        return answer;
    }

    /** Counts the values of one field that begin with {@code prefix}. */
    static FacetsAnswer ofValues(
            String field,
            Map<String, List<String>> values,
            QueryConfig config,
            MessageReader reader,
            Instant now) {
        AggregateSearch search = new AggregateSearch(values, MORE_OF_VALUES, config, now);
        FacetsAnswer answer = new FacetsAnswer(search);
        Subject key = AggregateSearch.key("name", field);
        String prefix = search.parameters().one("prefix");
        MessageFilter filter = search.filter();
        if (prefix != null && !prefix.isEmpty() && key.kind() != Subject.Kind.ORIGIN) {
            Condition begins = ValueSyntax.condition(key, new ValueTest.StartsWith(prefix));
            filter =
                    new MessageFilter(
                            filter.clock(),
                            filter.range(),
                            new Condition.All(List.of(filter.condition(), begins)));
        }
        answer.count(reader, field, key, filter, prefix == null ? "" : prefix);
        return answer;
    }

    /** What has few values is counted in one walk, unless there are too many combinations. */
    private Map<Subject, Aggregates.Result> together(MessageReader reader, List<Subject> keys) {
        List<Subject> few = keys.stream().filter(key -> TOGETHER.contains(key.kind())).toList();
        if (few.size() < 2) {
            return Map.of();
        }
        Aggregates.Result all =
                reader.aggregate(
                        search.filter(),
                        new Aggregates.Request(few, null, List.of(), GROUPS_MAX),
                        search.deadline());
        if (all.beyond() > 0) {
            return Map.of();
        }
        Map<Subject, Aggregates.Result> each = new HashMap<>();
        for (int i = 0; i < few.size(); i++) {
            each.put(few.get(i), only(all, i));
        }
        return each;
    }

    /** The groups of one of the keys. */
    private static Aggregates.Result only(Aggregates.Result all, int key) {
        Map<@Nullable String, Long> counts = new HashMap<>();
        all.groups()
                .forEach(group -> counts.merge(group.values().get(key), group.count(), Long::sum));
        List<Group> groups = new ArrayList<>();
        counts.forEach(
                (value, count) ->
                        groups.add(
                                new Group(
                                        null, Collections.singletonList(value), count, List.of())));
        return new Aggregates.Result(groups, all.total(), 0, all.stoppedMicros());
    }

    private void count(
            MessageReader reader, String name, Subject key, MessageFilter filter, String prefix) {
        try {
            Aggregates.Result result =
                    reader.aggregate(
                            filter,
                            new Aggregates.Request(List.of(key), null, List.of(), GROUPS_MAX),
                            search.deadline());
            facets.add(facet(name, key, result, prefix));
        } catch (StoreException.Timeout e) {
            if (facets.isEmpty()) {
                throw e;
            }
            facets.add(new Facet(name, List.of(), 0, 0, 0, "timeout: nothing was counted"));
        }
    }

    private Facet facet(String name, Subject key, Aggregates.Result result, String prefix) {
        long missing = 0;
        List<Group> groups = new ArrayList<>();
        for (Group group : result.groups()) {
            String value = group.values().get(0);
            if (value == null) {
                missing += group.count();
            } else if (begins(value, prefix, key)) {
                groups.add(group);
            }
        }
        groups.sort(
                Comparator.comparingLong(Group::count)
                        .reversed()
                        .thenComparing(group -> String.valueOf(group.values().get(0))));
        int shown = Math.min(limit, groups.size());
        long other = groups.stream().skip(shown).mapToLong(Group::count).sum();
        return new Facet(
                name,
                List.copyOf(groups.subList(0, shown)),
                groups.size(),
                other + result.beyond(),
                missing,
                AggregateSearch.partial(result));
    }

    private static boolean begins(String value, String prefix, Subject key) {
        return key.kind() == Subject.Kind.LEVEL
                ? value.startsWith(prefix.toUpperCase(Locale.ROOT))
                : value.startsWith(prefix);
    }

    /** Writes one object with all facets. */
    void write(OutputStream out) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            AggregateSearch.writeRange(json, search.filter().range());
            json.writeArrayFieldStart("facets");
            for (Facet facet : facets) {
                json.writeStartObject();
                write(json, facet);
                json.writeEndObject();
            }
            json.writeEndArray();
            search.writeEnd(
                    json,
                    facets.stream()
                            .filter(facet -> facet.partial != null)
                            .map(facet -> facet.name + ": " + facet.partial)
                            .findFirst()
                            .orElse(null));
        }
    }

    /** Writes one object for the only facet. */
    void writeOne(OutputStream out) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            write(json, facets.get(0));
            search.writeEnd(json, facets.get(0).partial);
        }
    }

    private static void write(JsonGenerator json, Facet facet) throws IOException {
        json.writeStringField("field", facet.name);
        json.writeArrayFieldStart("values");
        for (Group group : facet.groups) {
            json.writeStartObject();
            json.writeStringField("value", group.values().get(0));
            json.writeNumberField("count", group.count());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("distinct", facet.distinct);
        json.writeNumberField("other", facet.other);
        json.writeNumberField("missing", facet.missing);
    }

    /** The values of one field. Immutable. */
    private record Facet(
            String name,
            List<Group> groups,
            int distinct,
            long other,
            long missing,
            @Nullable String partial) {}
}
