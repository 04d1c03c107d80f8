package io.logdrive.destination.query;

import static io.logdrive.destination.query.QueriedDestination.CONFIG;
import static io.logdrive.destination.query.QueriedDestination.values;
import static io.logdrive.destination.query.QueriedDestination.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.logdrive.destination.query.RandomMessages.Message;
import io.logdrive.destination.store.TestDatabase;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the API answers is what a plain evaluation in memory says, on every database. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class QueryPropertyIT {
    private static final long SEED = Long.getLong("logdrive.test.seed", 20_261_121L);
    private static final int FILTERS = Integer.getInteger("logdrive.test.filters", 120);
    private static final int MESSAGES = 600;
    private static final Instant NOW = Instant.parse("2026-10-19T13:00:00Z");

    @RegisterExtension final QueriedDestination destination;

    QueryPropertyIT(TestDatabase database) {
        destination = QueriedDestination.start(database);
    }

    @Test
    void answersWhatAPlainEvaluationSays() throws Exception {
        RandomMessages random = new RandomMessages(SEED);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(random.next(i));
        }
        for (int first = 0; first < MESSAGES; first += 100) {
            store(first, messages.subList(first, first + 100));
        }
        for (int i = 0; i < FILTERS; i++) {
            RandomFilter filter = new RandomFilter(random);
            check(messages, filter, random.below(40) + 1);
            checkSorted(messages, filter, random);
        }
    }

    @Test
    void walksOverEachRowOnceInBothDirectionsWhileRowsAreAdded() throws Exception {
        RandomMessages random = new RandomMessages(SEED + 1);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 2 * MESSAGES; i++) {
            messages.add(random.next(i));
        }
        AtomicBoolean done = new AtomicBoolean();
        store(0, messages.subList(0, MESSAGES));
        CompletableFuture<Void> adding =
                CompletableFuture.runAsync(
                        () -> add(messages.subList(MESSAGES, 2 * MESSAGES), done));
        for (String order : List.of("desc", "asc")) {
            Map<String, List<String>> values = values("since=1h", "order=" + order);
            values.put("query", List.of("-nosuchword"));
            List<Integer> forwards = new ArrayList<>();
            String last = walk(values, 7, forwards);
            assertOnce(forwards);
            assertOnce(back(values, last, forwards));
        }
        done.set(true);
        adding.get();
    }

    private static void assertOnce(List<Integer> sequences) {
        assertThat(sequences).doesNotHaveDuplicates();
        assertThat(sequences.stream().filter(sequence -> sequence < MESSAGES)).hasSize(MESSAGES);
    }

    private void check(List<Message> messages, RandomFilter filter, int limit) throws IOException {
        List<Message> expected =
                new ArrayList<>(messages.stream().filter(filter.predicate).toList());
        expected.sort(
                Comparator.comparingLong((Message m) -> m.logRecord().timeMicros())
                        .thenComparing(Message::sequence));
        List<Integer> sequences =
                new ArrayList<>(expected.stream().map(Message::sequence).toList());
        Map<String, List<String>> values = new LinkedHashMap<>(filter.parameters);
        values.put("since", List.of("1h"));
        values.put("order", List.of("asc"));

        List<Integer> found = new ArrayList<>();
        walk(values, limit, found);
        assertThat(found).as("seed %d, %s", SEED, values).isEqualTo(sequences);

        values.put("order", List.of("desc"));
        Collections.reverse(sequences);
        values.put("count", List.of("exact"));
        List<Integer> backwards = new ArrayList<>();
        walk(values, 10_000, backwards);
        assertThat(backwards).as("seed %d, %s", SEED, values).isEqualTo(sequences);
        assertThat(page(values, 1).count).as("%s", values).isEqualTo(sequences.size());
        assertAggregates(filter, expected);
    }

    private void checkSorted(List<Message> messages, RandomFilter filter, RandomMessages random)
            throws IOException {
        String field = random.pick(RandomMessages.NAMES);
        int limit = random.pick(List.of(1, 3, 17, 1_000));
        Comparator<Message> ascending =
                Comparator.comparing((Message m) -> number(m, field).orElseThrow())
                        .thenComparingLong(m -> m.logRecord().timeMicros())
                        .thenComparing(Message::sequence);
        for (String order : List.of("asc", "desc")) {
            List<Integer> expected =
                    messages.stream()
                            .filter(filter.predicate)
                            .filter(m -> number(m, field).isPresent())
                            .sorted(order.equals("asc") ? ascending : ascending.reversed())
                            .limit(limit)
                            .map(Message::sequence)
                            .toList();
            Map<String, List<String>> values = new LinkedHashMap<>(filter.parameters);
            values.put("since", List.of("1h"));
            values.put("order", List.of(order));
            values.put("sort", List.of(field));

            Page found = page(values, limit);

            assertThat(found.sequences).as("seed %d, %s", SEED, values).isEqualTo(expected);
            assertThat(found.next).isNull();
            assertThat(found.previous).isNull();
        }
    }

    /** The first value there, if it is one. */
    private static Optional<BigDecimal> number(Message message, String field) {
        return message.fields().getOrDefault(field, List.of()).stream()
                .limit(1)
                .filter(value -> value.matches("-?[0-9]+([.][0-9]+)?(e[0-9]+)?"))
                .map(BigDecimal::new)
                .findFirst();
    }

    private void assertAggregates(RandomFilter filter, List<Message> expected) throws IOException {
        Map<String, List<String>> values = new LinkedHashMap<>(filter.parameters);
        values.put("since", List.of("1h"));
        values.put("step", List.of("10m"));
        String text =
                written(new HistogramAnswer(values, CONFIG, destination.messages(), NOW)::write);
        Map<String, Long> steps = new HashMap<>();
        for (Message message : expected) {
            long step = message.logRecord().timeMicros() / 600_000_000 * 600_000_000;
            steps.merge(MessageJson.time(step), 1L, Long::sum);
        }
        assertThat(numbers(text, "total")).as("%s", values).containsExactly((long) expected.size());
        for (Map.Entry<String, Long> step : steps.entrySet()) {
            assertThat(text)
                    .contains("{\"start\":\"" + step.getKey() + "\",\"count\":" + step.getValue());
        }
        values.remove("step");
        values.put("field", List.of("status"));
        String facets =
                written(FacetsAnswer.to(values, CONFIG, destination.messages(), NOW)::write);
        long missing = expected.stream().filter(m -> !m.fields().containsKey("status")).count();
        assertThat(numbers(facets, "missing")).as("%s", values).containsExactly(missing);
    }

    /** All pages; the cursor back from the last. */
    private @Nullable String walk(Map<String, List<String>> values, int limit, List<Integer> found)
            throws IOException {
        Map<String, List<String>> next = new LinkedHashMap<>(values);
        while (true) {
            Page page = page(next, limit);
            found.addAll(page.sequences);
            if (page.next == null) {
                return page.previous;
            }
            next.put("after", List.of(page.next));
        }
    }

    /** All that precedes {@code cursor}, and the last page of {@code forwards}. */
    private List<Integer> back(
            Map<String, List<String>> values, @Nullable String cursor, List<Integer> forwards)
            throws IOException {
        Map<String, List<String>> previous = new LinkedHashMap<>(values);
        List<Integer> all = new ArrayList<>();
        String before = cursor;
        while (before != null) {
            previous.put("before", List.of(before));
            Page page = page(previous, 11);
            all.addAll(0, page.sequences);
            before = page.previous;
        }
        int rest = forwards.size() % 7 == 0 ? 7 : forwards.size() % 7;
        all.addAll(forwards.subList(forwards.size() - rest, forwards.size()));
        return all;
    }

    private Page page(Map<String, List<String>> values, int limit) throws IOException {
        Map<String, List<String>> all = new LinkedHashMap<>(values);
        all.put("limit", List.of(Integer.toString(limit)));
        all.put("fields", List.of("sequence"));
        MessageAnswer answer =
                MessageAnswer.to(MessageSearch.of(all, CONFIG, NOW), destination.messages());
        String text = written(answer::writeJson);
        List<Integer> sequences = numbers(text, "sequence").stream().map(Long::intValue).toList();
        List<Long> counts = numbers(text, "count");
        return new Page(
                sequences, answer.next(), answer.previous(), counts.isEmpty() ? -1 : counts.get(0));
    }

    private static List<Long> numbers(String json, String name) throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && name.equals(parser.currentName())) {
                    numbers.add(parser.getLongValue());
                }
            }
        }
        return numbers;
    }

    private void add(List<Message> messages, AtomicBoolean done) {
        int at = 0;
        while (!done.get() && at < messages.size()) {
            store(messages.get(at).sequence(), messages.subList(at, at + 1));
            at++;
        }
    }

    private void store(int first, List<Message> messages) {
        destination.store(first, messages.stream().map(Message::logRecord).toList());
    }

    /** What a page says. Immutable. */
    private record Page(
            List<Integer> sequences,
            @Nullable String next,
            @Nullable String previous,
            long count) {}
}
