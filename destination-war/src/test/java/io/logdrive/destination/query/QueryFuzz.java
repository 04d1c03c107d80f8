package io.logdrive.destination.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.destination.store.CheckedSql;
import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.MessageMatcher;
import io.logdrive.destination.store.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parameters of a search, as Jazzer writes them, down to SQL and to what a message says. */
public final class QueryFuzz {
    private static final Instant NOW = Instant.parse("2026-10-19T12:00:00Z");
    private static final QueryConfig CONFIG =
            new QueryConfig(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    4,
                    new QueryConfig.Tails(100, 1_000, 20_000, Duration.ofSeconds(15)));

    private static final List<String> NAMES =
            List.of(
                    "query",
                    "regex",
                    "text",
                    "start",
                    "end",
                    "since",
                    "tz",
                    "by",
                    "level",
                    "minLevel",
                    "service",
                    "host",
                    "origin",
                    "tag",
                    "field.status",
                    "fields",
                    "limit",
                    "order",
                    "after",
                    "before",
                    "count",
                    "format",
                    "timeout");

    private static final List<StoredMessage> MESSAGES =
            List.of(
                    message("", null, null),
                    message("upstream timed out, status 504", "[\"payment\"]", "{}"),
                    message(
                            "a".repeat(4_000) + " \u0130\u017f\ud83d\ude00 %_~'\"\\",
                            "[]",
                            "{\"status\":504,\"user\":\"u42\",\"we\\\"ird\":null,\"n\":[1,{}]}"));

    private QueryFuzz() {}

    /** The first byte says which parameter the rest is the value of. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        String name = NAMES.get((data[0] & 0x7f) % NAMES.size());
        String value = new String(data, 1, data.length - 1, UTF_8);
        try {
            MessageSearch search = MessageSearch.of(Map.of(name, List.of(value)), CONFIG, NOW);
            CheckedSql.check(search.filter().condition());
            MessageMatcher matcher = new MessageMatcher(search.filter().condition());
            // A regular expression that does not end in it throws.
            MESSAGES.forEach(each -> matcher.matches(each, Deadline.in(Duration.ofSeconds(5))));
        } catch (QueryProblem e) {
            check(e, value);
        }
    }

    private static void check(QueryProblem problem, String value) {
        Integer position = problem.position();
        String said = String.valueOf(problem.getMessage());
        String json = ProblemJson.of(problem).text();
        if (problem.status() != 400
                || !json.startsWith("{")
                || !UTF_8.newEncoder().canEncode(json)
                || said.length() > 500
                || (position != null && (position < 0 || position > value.length()))) {
            throw new AssertionError(problem.status() + " at " + position + ": " + said, problem);
        }
    }

    private static StoredMessage message(
            String body, @Nullable String tags, @Nullable String fields) {
        return new StoredMessage(
                1, 2, 3, 17, "pay", "web-1", new UUID(1, 2), 4, tags, body, fields, 0);
    }
}
