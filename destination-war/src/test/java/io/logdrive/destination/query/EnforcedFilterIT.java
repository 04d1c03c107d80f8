package io.logdrive.destination.query;

import static io.logdrive.destination.query.QueriedDestination.CONFIG;
import static io.logdrive.destination.query.QueriedDestination.values;
import static io.logdrive.destination.query.QueriedDestination.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.destination.query.RandomMessages.Message;
import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.TestDatabase;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.Operation;
import io.logdrive.payara.access.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who has a filter is answered as if there were no messages but those that match it: by each
 * endpoint word for word what a destination says that has no others.
 */
class EnforcedFilterIT {
    private static final long SEED = Long.getLong("logdrive.test.seed", 20_261_122L);
    private static final int FILTERS = Integer.getInteger("logdrive.test.enforced", 6);
    private static final int SEARCHES = 4;
    private static final int MESSAGES = 200;
    private static final int LATER = 30;
    private static final Instant NOW = Instant.parse("2026-10-19T13:00:00Z");
    private static final Pattern SEQUENCE = Pattern.compile("\"sequence\":(\\d+)");
    private static final Pattern ID = Pattern.compile("\\{\"id\":(\\d+),");

    /** By what the endpoints are called, how each is asked. */
    private static final Map<String, Question> QUESTIONS = new TreeMap<>();

    static {
        QUESTIONS.put(
                "/messages", (queries, values) -> pages(queries, values) + sorted(queries, values));
        QUESTIONS.put(
                "/messages/export",
                (queries, values) -> {
                    values.put("order", List.of("asc"));
                    ExportAnswer answer = new ExportAnswer(values, CONFIG, queries.messages(), NOW);
                    return written(out -> answer.write(out, AnswerFormat.NDJSON));
                });
        QUESTIONS.put(
                "/messages/facets",
                (queries, values) -> {
                    values.put("field", List.of("service,host,level,tag,status,user,http.path"));
                    return written(FacetsAnswer.to(values, CONFIG, queries.messages(), NOW)::write);
                });
        QUESTIONS.put(
                "/messages/fields",
                (queries, values) ->
                        written(
                                new FieldNamesAnswer(values, CONFIG, queries.messages(), NOW)
                                        ::write));
        QUESTIONS.put(
                "/messages/fields/{name}/values",
                (queries, values) -> {
                    values.put("prefix", List.of("5"));
                    return written(
                            FacetsAnswer.ofValues("status", values, CONFIG, queries.messages(), NOW)
                                    ::writeOne);
                });
        QUESTIONS.put(
                "/messages/histogram",
                (queries, values) ->
                        written(
                                new HistogramAnswer(values, CONFIG, queries.messages(), NOW)
                                        ::write));
        QUESTIONS.put(
                "/messages/stats",
                (queries, values) -> {
                    values.put("by", List.of("service,level"));
                    values.put("fn", List.of("count,rate,max(status),p50(status)"));
                    return written(new StatsAnswer(values, CONFIG, queries.messages(), NOW)::write);
                });
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void showsNothingThatDoesNotMatch(TestDatabase database) throws Exception {
        RandomMessages random = new RandomMessages(SEED);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(random.next(i));
        }
        try (QueriedDestination all = start(database)) {
            store(all, messages);
            for (int i = 0; i < FILTERS; i++) {
                RandomFilter filter = RandomFilter.ofQuery(random);
                try (QueriedDestination some = start(TestDatabase.H2)) {
                    store(some, messages.stream().filter(filter.predicate).toList());
                    Queries theirs = all.queries().of(caller(filter.query()));
                    compare(theirs, some.queries(), filter.query(), random);
                    single(all, theirs, filter, messages);
                }
                tail(all, filter, messages, random);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = TestDatabase.class, names = "H2")
    void bindsCursorsToTheFilter(TestDatabase database) throws Exception {
        try (QueriedDestination destination = start(database)) {
            RandomMessages random = new RandomMessages(SEED);
            store(destination, List.of(random.next(0), random.next(1), random.next(2)));
            Queries everybody = destination.queries();
            Queries some = everybody.of(caller("-nosuchword"));
            Queries others = everybody.of(caller("-nosuchtext"));
            Map<String, List<String>> values = values("since=1h", "limit=1");
            values.put("after", List.of(String.valueOf(answer(some, values).next())));

            assertThat(answer(some, values).next()).isNotNull();
            for (Queries each : List.of(everybody, others)) {
                assertThatThrownBy(() -> answer(each, values))
                        .hasMessageStartingWith("after: expected a cursor of an answer to this");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = TestDatabase.class, names = "H2")
    void showsNothingForAFilterThatSaysNothingAndToNobody(TestDatabase database) throws Exception {
        try (QueriedDestination destination = start(database)) {
            RandomMessages random = new RandomMessages(SEED);
            store(destination, List.of(random.next(0)));
            Queries queries = destination.queries();

            assertThat(pages(queries.of(caller(" ")), values("since=1h")))
                    .contains("\"messages\":[]");
            assertThatThrownBy(() -> queries.of(caller("a (")))
                    .hasMessage(
                            "filter of the token: query at 3: expected a word, a phrase, a field or"
                                    + " a group, found the end");
            assertThatThrownBy(() -> queries.of(null))
                    .hasMessage("caller: expected one, found none");
        }
    }

    @Test
    void asksEachEndpointThatThereIs() throws IOException {
        Set<String> asked = new TreeSet<>(QUESTIONS.keySet());
        // These are asked by id, and live.
        asked.addAll(Set.of("/messages/{id}", "/messages/{id}/context", "/messages/tail"));
        Set<String> there = new TreeSet<>();
        Operation.in(Path.of("target", "classes")).stream()
                .map(Operation::path)
                .filter(path -> path.startsWith("/messages"))
                .forEach(there::add);

        assertThat(asked).isEqualTo(there);
    }

    private static void compare(
            Queries theirs, Queries reference, String filter, RandomMessages random)
            throws Exception {
        for (int i = 0; i < SEARCHES; i++) {
            Map<String, List<String>> values = new LinkedHashMap<>();
            if (i > 0) {
                values.putAll(new RandomFilter(random).parameters);
            }
            values.put("since", List.of(i % 2 == 0 ? "all" : "1h"));
            for (Map.Entry<String, Question> question : QUESTIONS.entrySet()) {
                String expected = question.getValue().ask(reference, new LinkedHashMap<>(values));
                String found = question.getValue().ask(theirs, new LinkedHashMap<>(values));
                assertThat(comparable(found))
                        .as("seed %d, %s %s, %s", SEED, question.getKey(), filter, values)
                        .isEqualTo(comparable(expected));
            }
        }
    }

    /** Each message by its id, and what stands around it. */
    private static void single(
            QueriedDestination all, Queries theirs, RandomFilter filter, List<Message> messages)
            throws Exception {
        Set<Integer> visible = new TreeSet<>();
        messages.stream().filter(filter.predicate).forEach(m -> visible.add(m.sequence()));
        Map<Integer, Long> ids = ids(all);
        for (Message message : messages) {
            long id = ids.getOrDefault(message.sequence(), -1L);
            boolean shown = visible.contains(message.sequence());
            Deadline deadline = Deadline.in(Duration.ofSeconds(60));
            assertThat(theirs.messages().byId(id, deadline).isPresent())
                    .as("seed %d, %s, %d", SEED, filter.query(), id)
                    .isEqualTo(shown);
            if (message.sequence() % 10 == 0 && shown) {
                for (String same : List.of("origin", "service", "host")) {
                    String context = context(theirs, id, same);
                    assertThat(visible).as(filter.query()).containsAll(sequences(context));
                }
            }
            if (!shown) {
                assertThatThrownBy(() -> context(theirs, id, "origin"))
                        .hasMessage("message " + id + ": expected one, found none");
                Map<String, List<String>> values = values("since=all", "after=" + id);
                assertThatThrownBy(() -> new ExportAnswer(values, CONFIG, theirs.messages(), NOW))
                        .hasMessageEndingWith(", which is not there");
            }
        }
    }

    /** What is there already and what comes: stored here, so that the next filter has more. */
    private static void tail(
            QueriedDestination all,
            RandomFilter filter,
            List<Message> messages,
            RandomMessages random)
            throws Exception {
        Queries theirs = all.queries().of(caller(filter.query()));
        TailSearch search =
                TailSearch.of(values("backlog=1000", "format=ndjson"), null, null, Instant.now());
        theirs.tails().reserve();
        TakingOutlet outlet = new TakingOutlet();
        TailClient client = theirs.begin(search, outlet);
        await().atMost(Duration.ofMinutes(2)).until(() -> client.position() >= messages.size());
        List<Message> later = new ArrayList<>();
        for (int i = 0; i < LATER; i++) {
            later.add(random.next(messages.size() + i));
        }
        store(all, later);
        messages.addAll(later);
        await().atMost(Duration.ofMinutes(2)).until(() -> client.position() >= messages.size());
        await().atMost(Duration.ofMinutes(2)).until(client::isIdle);
        client.close();

        assertThat(sequences(outlet.text()))
                .as("seed %d, %s", SEED, filter.query())
                .isEqualTo(
                        messages.stream().filter(filter.predicate).map(Message::sequence).toList());
        assertThat(outlet.text()).doesNotContain("dropped");
    }

    private static Caller caller(String filter) {
        return new Caller("anna/team", Role.READER, Credentials.Kind.BEARER, filter);
    }

    private static String pages(Queries queries, Map<String, List<String>> values) {
        values.put("count", List.of("exact"));
        values.put("limit", List.of("1000"));
        return written(answer(queries, values)::writeJson);
    }

    private static String sorted(Queries queries, Map<String, List<String>> values) {
        Map<String, List<String>> sorted = new LinkedHashMap<>(values);
        sorted.put("sort", List.of("status"));
        return written(answer(queries, sorted)::writeJson);
    }

    private static MessageAnswer answer(Queries queries, Map<String, List<String>> values) {
        return MessageAnswer.to(
                MessageSearch.of(values, CONFIG, NOW, queries.messages().scope()),
                queries.messages());
    }

    private static String context(Queries queries, long id, String same) {
        return written(
                new ContextAnswer(
                                id,
                                values("same=" + same, "before=50", "after=50"),
                                CONFIG,
                                queries.messages())
                        ::write);
    }

    /** Without what depends on the moment or on where it is stored. */
    private static String comparable(String answer) {
        return answer.replaceAll("\"id\":\\d+,", "")
                .replaceAll("\"tookMs\":\\d+", "")
                .replaceAll("\"(next|previous)\":\"[^\"]+\"", "\"$1\"");
    }

    private static Map<Integer, Long> ids(QueriedDestination all) {
        String text = pages(all.queries(), values("since=all", "fields=id,sequence"));
        Map<Integer, Long> ids = new HashMap<>();
        Matcher id = ID.matcher(text);
        Matcher sequence = SEQUENCE.matcher(text);
        while (id.find() && sequence.find()) {
            ids.put(Integer.valueOf(sequence.group(1)), Long.valueOf(id.group(1)));
        }
        return ids;
    }

    private static List<Integer> sequences(String text) {
        return SEQUENCE.matcher(text).results().map(m -> Integer.valueOf(m.group(1))).toList();
    }

    /** Each under its own sequence, of which the ledger may have any. */
    private static void store(QueriedDestination destination, List<Message> messages) {
        messages.forEach(
                message -> destination.store(message.sequence(), List.of(message.logRecord())));
    }

    private static QueriedDestination start(TestDatabase database) {
        return QueriedDestination.start(database, "query.tail-rate-max=1000000");
    }

    /** How an endpoint is asked. */
    private interface Question {
        String ask(Queries queries, Map<String, List<String>> values) throws IOException;
    }
}
