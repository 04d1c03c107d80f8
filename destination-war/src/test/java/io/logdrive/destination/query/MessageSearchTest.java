package io.logdrive.destination.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.store.Condition;
import io.logdrive.destination.store.Condition.All;
import io.logdrive.destination.store.Condition.Any;
import io.logdrive.destination.store.Condition.Contains;
import io.logdrive.destination.store.Condition.Has;
import io.logdrive.destination.store.Condition.LevelIn;
import io.logdrive.destination.store.Condition.Not;
import io.logdrive.destination.store.Condition.OriginIs;
import io.logdrive.destination.store.Condition.Words;
import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.MessageFilter;
import io.logdrive.destination.store.MessageFilter.ClockColumn;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessagePageRequest.Position;
import io.logdrive.destination.store.Regex;
import io.logdrive.destination.store.Subject;
import io.logdrive.destination.store.ValueTest.Between;
import io.logdrive.destination.store.ValueTest.Bound;
import io.logdrive.destination.store.ValueTest.Equal;
import io.logdrive.destination.store.ValueTest.Matches;
import io.logdrive.destination.store.ValueTest.StartsWith;
import io.logdrive.wire.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageSearchTest {
    private static final Instant NOW = Instant.parse("2026-10-19T12:00:00Z");
    private static final long NOW_MICROS = QueryTime.micros(NOW);
    private static final long HOUR = 3_600_000_000L;
    private static final QueryConfig CONFIG =
            new QueryConfig(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    4,
                    new QueryConfig.Tails(100, 1_000, 20_000, Duration.ofSeconds(15)));

    @Test
    void looksAtTheLastHourNewestFirstWhenNothingIsSaid() {
        MessageSearch search = search();

        assertThat(search.filter())
                .isEqualTo(
                        new MessageFilter(
                                ClockColumn.EVENT,
                                new Range(NOW_MICROS - HOUR, NOW_MICROS),
                                Condition.EVERYTHING));
        assertThat(search.page().ascending()).isFalse();
        assertThat(search.page().limit()).isEqualTo(100);
        assertThat(search.page().columns()).containsExactly(MessageColumn.values());
        assertThat(search.count()).isFalse();
        assertThat(search.format()).isNull();
        assertThat(search.timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void readsEveryParameter() {
        UUID origin = new UUID(1, 2);
        MessageSearch search =
                search(
                        "start=2026-10-18",
                        "end=now-1h",
                        "by=received",
                        "tz=Europe/Berlin",
                        "level=warn,error",
                        "level=fatal",
                        "minLevel=warning",
                        "service=pay*",
                        "service=!payroll",
                        "host=!web-*",
                        "origin=" + origin,
                        "tag=slow",
                        "field.status=>=500",
                        "field.status=404",
                        "query=refused",
                        "regex=ti(me)d",
                        "text=Timed out",
                        "limit=7",
                        "order=asc",
                        "count=exact",
                        "fields=message,id,time",
                        "format=ndjson",
                        "timeout=2s");

        MessageFilter filter = search.filter();
        assertThat(filter.clock()).isEqualTo(ClockColumn.RECEIVED);
        assertThat(filter.range())
                .isEqualTo(
                        new Range(
                                QueryTime.micros(Instant.parse("2026-10-17T22:00:00Z")),
                                NOW_MICROS - HOUR));
        Subject service = Subject.of(Subject.Kind.SERVICE);
        Subject status = Subject.field("status");
        assertThat(filter.condition())
                .isEqualTo(
                        new All(
                                List.of(
                                        new LevelIn(Set.of(Level.WARN, Level.ERROR, Level.FATAL)),
                                        new LevelIn(Set.of(Level.WARN, Level.ERROR, Level.FATAL)),
                                        new Not(new Has(service, new Equal("payroll"))),
                                        new Has(service, new StartsWith("pay")),
                                        new Not(
                                                new Has(
                                                        Subject.of(Subject.Kind.HOST),
                                                        new StartsWith("web-"))),
                                        new OriginIs(origin),
                                        new Has(Subject.of(Subject.Kind.TAG), new Equal("slow")),
                                        new Any(
                                                List.of(
                                                        new Has(
                                                                status,
                                                                new Between(
                                                                        new Bound("500", true),
                                                                        null)),
                                                        new Has(status, new Equal("404")))),
                                        new Contains("Timed out"),
                                        new Words("refused", false),
                                        new Has(
                                                Subject.of(Subject.Kind.MESSAGE),
                                                new Matches(Regex.of("ti(me)d"))))));
        assertThat(search.page().limit()).isEqualTo(7);
        assertThat(search.page().ascending()).isTrue();
        assertThat(search.page().columns())
                .containsExactly(MessageColumn.ID, MessageColumn.TIME, MessageColumn.MESSAGE);
        assertThat(search.count()).isTrue();
        assertThat(search.format()).isEqualTo(AnswerFormat.NDJSON);
        assertThat(search.timeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void countsSinceBackFromEnd() {
        assertThat(search("since=15m", "end=now-1h").filter().range())
                .isEqualTo(new Range(NOW_MICROS - HOUR - HOUR / 4, NOW_MICROS - HOUR));
    }

    @Test
    void liftsTheLowerBoundWithSinceAll() {
        assertThat(search("since=all").filter().range()).isEqualTo(new Range(null, NOW_MICROS));
    }

    @Test
    void letsStartWinOverSince() {
        assertThat(search("start=-2h", "since=all").filter().range())
                .isEqualTo(new Range(NOW_MICROS - 2 * HOUR, NOW_MICROS));
    }

    @Test
    void cutsTheTimeoutToTheServersMaximum() {
        assertThat(search("timeout=1h").timeout()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void takesTheRangeOfItsCursorSoThatPagesDoNotMoveWithTheClock() {
        MessageSearch first = search("since=1h", "level=info");
        String cursor =
                new Cursor(first.filter().range(), new Position(42, 7)).text(first.filters());
        Map<String, List<String>> values = values("since=1h", "level=info", "limit=5");
        values.put("after", List.of(cursor));

        MessageSearch later = MessageSearch.of(values, CONFIG, NOW.plusSeconds(600));

        assertThat(later.filter().range()).isEqualTo(first.filter().range());
        assertThat(later.page().after()).isEqualTo(new Position(42, 7));
        assertThat(later.page().before()).isNull();
    }

    @Test
    void refusesACursorOfOtherFilters() {
        MessageSearch first = search("level=info");
        String cursor =
                new Cursor(first.filter().range(), new Position(42, 7)).text(first.filters());

        for (String other : new String[] {"level=warn", "order=asc", "by=received"}) {
            assertThatThrownBy(() -> search("before=" + cursor, other))
                    .hasMessage(
                            "before: expected a cursor of an answer to this search, found another"
                                    + " text, or a cursor of other filters");
        }
    }

    @Test
    void sortsByAParsedFieldAndTakesNoMoreThanItCanKeep() {
        assertThat(search("sort=latency", "limit=1000").sort()).isEqualTo(Subject.field("latency"));
        assertThat(search("sort=field.level").sort()).isEqualTo(Subject.field("level"));
        assertThat(search().sort()).isNull();
        assertThatThrownBy(() -> search("sort=latency", "limit=1001"))
                .hasMessage("limit: expected 1..1000, found \"1001\"");
        for (String name : List.of("service", "field.", "msg")) {
            assertThatThrownBy(() -> search("sort=" + name))
                    .hasMessage(
                            "sort: expected the name of a parsed field, found \"" + name + "\"");
        }
    }

    @Test
    void refusesACursorBesideASort() {
        MessageSearch first = search();
        String cursor =
                new Cursor(first.filter().range(), new Position(42, 7)).text(first.filters());

        for (String side : List.of("after=", "before=")) {
            assertThatThrownBy(() -> search(side + cursor, "sort=latency"))
                    .hasMessage(
                            "sort: expected no cursor beside it, found one: there are no pages");
        }
    }

    @Test
    void refusesBothCursors() {
        String cursor = new Cursor(new Range(null, 1), new Position(1, 1)).text("");

        assertThatThrownBy(() -> search("after=" + cursor, "before=" + cursor))
                .hasMessage("before: expected either this or after, found both");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "leve=x | leve | leve: expected a known parameter (nearest: level), found an"
                        + " unknown one",
                "minlevel=x | minlevel | minlevel: expected a known parameter (nearest: minLevel),"
                        + " found an unknown one",
                "queri=x | queri | queri: expected a known parameter (nearest: query), found an"
                        + " unknown one",
                "fields.status=1 | fields.status | fields.status: expected a known parameter"
                        + " (nearest: field.status), found an unknown one",
                "field.=1 | field. | field.: expected the name of a field behind the dot, as"
                        + " field.status, found none",
                "x=1 | x | x: expected a known parameter (one of after, before, by, count, end,"
                        + " field.<name>, fields, format, host, level, limit, minLevel, order,"
                        + " origin, query, regex, service, since, sort, start, tag, text, timeout,"
                        + " tz), found an unknown one",
                "text= | text | text: expected a value, found an empty one",
                "query= | query | query: expected a value, found an empty one",
                "regex= | regex | regex: expected a value, found an empty one",
                "level=eror | level | level: expected a level (trace, debug, info, warn, error or"
                        + " fatal; nearest: error), found \"eror\"",
                "format=xml | format | format: expected one of json, ndjson, csv, text, found"
                        + " \"xml\"",
                "query=a ( | query | query at 3: expected a word, a phrase, a field or a group,"
                        + " found the end",
                "regex=( | regex | regex: expected RE2 syntax, found missing closing ): (",
                "field.a=~( | field.a | field.a: expected RE2 syntax, found missing closing ): (",
                "field.a=>= | field.a | field.a: expected a value after the >=",
                "tag=! | tag | tag: expected a name after the !, found \"!\"",
                "limit=0 | limit | limit: expected 1..10000, found \"0\"",
                "limit=10001 | limit | limit: expected 1..10000, found \"10001\"",
                "limit=x | limit | limit: expected 1..10000, found \"x\"",
                "limit= | limit | limit: expected 1..10000, found \"\"",
                "limit=99999999999 | limit | limit: expected 1..10000, found \"99999999999\"",
                "order=up | order | order: expected desc or asc, found \"up\"",
                "by=id | by | by: expected event or received, found \"id\"",
                "count=yes | count | count: expected none or exact, found \"yes\"",
                "tz=Mars | tz | tz: expected a zone as UTC, +02:00 or Europe/Berlin, found"
                        + " \"Mars\"",
                "start=now+1h | start | start: expected a time before end, found \"now+1h\"",
                "since=x | since | since: expected a duration as 30s, 15m, 1h30m or 7d, found"
                        + " \"x\"",
                "timeout=0s | timeout | timeout: expected more than 0, found \"0s\"",
                "timeout=x | timeout | timeout: expected a duration as 30s, 15m, 1h30m or 7d, found"
                        + " \"x\"",
                "level=loud | level | level: expected a level (trace, debug, info, warn, error or"
                        + " fatal), found \"loud\"",
                "level=info, | level | level: expected a value, found an empty one",
                "minLevel=loud | minLevel | minLevel: expected a level (trace, debug, info, warn,"
                        + " error or fatal), found \"loud\"",
                "service= | service | service: expected a value, found an empty one",
                "service=! | service | service: expected a name after the !, found \"!\"",
                "host= | host | host: expected a value, found an empty one",
                "origin=1-1-1-1-1 | origin | origin: expected the id of an origin, a UUID, found"
                        + " \"1-1-1-1-1\"",
                "origin=!x | origin | origin: expected the id of an origin, a UUID, found \"x\"",
                "fields=massage | fields | fields: expected names of columns (nearest: message),"
                        + " found \"massage\"",
                "after=x | after | after: expected a cursor of an answer to this search, found"
                        + " another text, or a cursor of other filters",
            })
    void refusesByNameWhatIsWrong(String parameter, String name, String message) {
        assertThatThrownBy(() -> search(parameter))
                .isInstanceOfSatisfying(
                        QueryProblem.class,
                        problem -> {
                            assertThat(problem.status()).isEqualTo(400);
                            assertThat(problem.parameter()).isEqualTo(name);
                            assertThat(problem).hasMessage(message);
                        });
    }

    @Test
    void refusesAParameterThatIsGivenTwiceButMayNot() {
        assertThatThrownBy(() -> search("limit=1", "limit=2"))
                .hasMessage("limit: expected one value, found 2 values");
    }

    @Test
    void cutsAndCleansWhatItRepeatsOfARequest() {
        assertThatThrownBy(() -> search("order=\u001b[31m\r\n" + "x".repeat(200)))
                .hasMessage(
                        "order: expected desc or asc, found \"?[31m??" + "x".repeat(93) + "…\"");
    }

    @Test
    void tellsTheFormatFromTheAcceptHeader() {
        assertThat(AnswerFormat.ofAccepted(List.of("*/*"), AnswerFormat.all()))
                .isEqualTo(AnswerFormat.JSON);
        assertThat(
                        AnswerFormat.ofAccepted(
                                List.of("text/html", "application/x-ndjson"), AnswerFormat.all()))
                .isEqualTo(AnswerFormat.NDJSON);
        assertThatThrownBy(() -> AnswerFormat.ofAccepted(List.of("image/png"), AnswerFormat.all()))
                .isInstanceOfSatisfying(
                        QueryProblem.class, problem -> assertThat(problem.status()).isEqualTo(406))
                .hasMessage(
                        "Accept: expected one of application/json, application/x-ndjson,"
                                + " text/csv, text/plain, found \"image/png\"");
    }

    private static MessageSearch search(String... parameters) {
        return MessageSearch.of(values(parameters), CONFIG, NOW);
    }

    private static Map<String, List<String>> values(String... parameters) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            values.computeIfAbsent(parameter.substring(0, equals), name -> new ArrayList<>())
                    .add(parameter.substring(equals + 1));
        }
        return values;
    }
}
