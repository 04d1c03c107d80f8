package io.logdrive.destination.query;

import static io.logdrive.destination.query.QueriedDestination.CONFIG;
import static io.logdrive.destination.query.QueriedDestination.values;
import static io.logdrive.destination.query.QueriedDestination.with;
import static io.logdrive.destination.query.QueriedDestination.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.TestRecords;
import io.logdrive.destination.store.StoreException;
import io.logdrive.destination.store.TestDatabase;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Histogram, facets, fields, stats: on every database. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AggregatesIT {
    private static final long SEED = Long.getLong("logdrive.test.seed", 20_261_121L);
    private static final Instant NOW = Instant.parse("2026-10-26T00:00:00Z");

    @RegisterExtension final QueriedDestination destination;

    AggregatesIT(TestDatabase database) {
        destination = QueriedDestination.start(database);
    }

    @Test
    void countsStepsWithTheEmptyOnesInSqlAndInJavaAlike() {
        destination.store(
                0,
                List.of(
                        record("2026-10-19T12:00:00Z", Level.INFO, "pay", "a", null),
                        record("2026-10-19T12:04:59.999999Z", Level.ERROR, "pay", "b", null),
                        record("2026-10-19T12:15:00Z", null, "order", "c", null)));
        String[] range = {"start=2026-10-19T12:00:00Z", "end=2026-10-19T12:20:00Z", "step=5m"};

        String bySql = histogram(range);
        String byMessage = histogram(with(range, "query=a OR b OR c"));

        assertThat(bySql)
                .startsWith("{\"step\":\"5m\",\"field\":\"level\",\"range\":{")
                .contains(
                        "\"steps\":[{\"start\":\"2026-10-19T12:00:00.000000Z\",\"count\":2,"
                                + "\"values\":{\"ERROR\":1,\"INFO\":1}},"
                                + "{\"start\":\"2026-10-19T12:05:00.000000Z\",\"count\":0,"
                                + "\"values\":{}},"
                                + "{\"start\":\"2026-10-19T12:10:00.000000Z\",\"count\":0,"
                                + "\"values\":{}},"
                                + "{\"start\":\"2026-10-19T12:15:00.000000Z\",\"count\":1,"
                                + "\"values\":{\"\":1}}],\"total\":3,\"partial\":false,");
        assertThat(tookOff(byMessage)).isEqualTo(tookOff(bySql));
    }

    @Test
    void countsDaysAsTheyAreInAZone() {
        // In Berlin the 25th of October 2026 has 25 hours, and ends at 23:00 UTC.
        destination.store(
                0,
                List.of(
                        record("2026-10-24T21:59:59Z", Level.INFO, null, "a", null),
                        record("2026-10-24T22:00:00Z", Level.INFO, null, "b", null),
                        record("2026-10-25T22:59:59Z", Level.INFO, null, "c", null),
                        record("2026-10-25T23:00:00Z", Level.INFO, null, "d", null)));

        for (String query : new String[] {"query=*", "query=a OR b OR c OR d"}) {
            assertThat(histogram("since=3d", "step=1d", "tz=Europe/Berlin", query))
                    .contains(
                            "{\"start\":\"2026-10-23T22:00:00.000000Z\",\"count\":1,",
                            "{\"start\":\"2026-10-24T22:00:00.000000Z\",\"count\":2,",
                            "{\"start\":\"2026-10-25T23:00:00.000000Z\",\"count\":1,");
        }
        assertThatThrownBy(() -> histogram("since=3d", "step=7h"))
                .hasMessage(
                        "step: expected auto, or whole seconds that divide a day, or whole days,"
                                + " found \"7h\"");
        assertThatThrownBy(() -> histogram("since=30d", "step=1s"))
                .hasMessage("step: expected at most 2000 steps in the range, found more with 1s");
        assertThat(histogram("since=all", "step=auto")).contains("\"total\":4");
    }

    /**
     * Whole minutes are counted when they are stored, parts of them when they are asked for: the
     * steps must be those that a look at each message gives, wherever a range begins and ends.
     */
    @Test
    void countsFromMinutesWhatItCountsFromMessages() {
        Random random = new Random(SEED);
        long origin = QueryTime.micros(Instant.parse("2026-10-18T23:57:00Z"));
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            long micros = origin + random.nextLong(Duration.ofMinutes(6).toNanos() / 1_000);
            Level any = Level.ofNumber(random.nextInt(25));
            records.add(record(MessageJson.time(micros), any, null, "x", null));
        }
        destination.store(0, records);
        for (int i = 0; i < 150; i++) {
            long start = origin + (random.nextLong(400) - 20) * 1_000_000;
            long end = start + (1 + random.nextLong(200)) * 1_000_000;
            String[] range = {
                "start=" + MessageJson.time(start),
                "end=" + MessageJson.time(end),
                "step=" + List.of("1m", "2m", "1h", "10s").get(random.nextInt(4)),
                "query=" + List.of("*", "level:ERROR OR level:info", "-level:warn").get(i % 3)
            };

            String counted = histogram(range);

            // Every message has the text, which SQL cannot tell for sure.
            range[3] = "query=x AND (" + range[3].substring("query=".length()) + ")";
            assertThat(tookOff(counted))
                    .as("seed %d, %s", SEED, String.join(" ", range))
                    .isEqualTo(tookOff(histogram(range)));
        }
    }

    @Test
    void listsTheMostFrequentValues() {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            records.add(
                    record(
                            "2026-10-19T12:00:00Z",
                            Level.INFO,
                            i < 7 ? "pay" : "s" + i,
                            "x" + i,
                            i == 9 ? null : "{\"status\":" + (i < 5 ? 200 : 500 + i) + "}"));
        }
        destination.store(0, records);

        assertThat(facets("since=all", "field=service,status", "limit=2"))
                .contains(
                        "{\"field\":\"service\",\"values\":[{\"value\":\"pay\",\"count\":7},"
                                + "{\"value\":\"s7\",\"count\":1}],\"distinct\":4,\"other\":2,"
                                + "\"missing\":0}",
                        "{\"field\":\"status\",\"values\":[{\"value\":\"200\",\"count\":5},"
                                + "{\"value\":\"505\",\"count\":1}],\"distinct\":5,\"other\":3,"
                                + "\"missing\":1}],\"partial\":false");
        assertThat(
                        written(
                                FacetsAnswer.ofValues(
                                                "status",
                                                values("since=all", "prefix=50", "limit=1"),
                                                CONFIG,
                                                destination.messages(),
                                                NOW)
                                        ::writeOne))
                .startsWith(
                        "{\"field\":\"status\",\"values\":[{\"value\":\"505\",\"count\":1}],"
                                + "\"distinct\":4,\"other\":3,");
        assertThat(
                        written(
                                new FieldNamesAnswer(
                                                values("since=all", "prefix=s"),
                                                CONFIG,
                                                destination.messages(),
                                                NOW)
                                        ::write))
                .startsWith(
                        "{\"fields\":[{\"name\":\"service\",\"kind\":\"column\"},"
                                + "{\"name\":\"status\",\"kind\":\"field\",\"count\":9}],"
                                + "\"looked\":10,\"partial\":false");
        assertThatThrownBy(() -> facets("field=message")).hasMessageStartingWith("field: expected");
    }

    @Test
    void countsColumnsTogetherUnlessThereAreTooManyCombinations() {
        List<LogRecord> few = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            few.add(
                    record(
                            "2026-10-19T12:00:00Z",
                            i % 4 == 0 ? null : Level.INFO,
                            i % 3 == 0 ? null : "s" + i % 3,
                            "x",
                            null));
        }
        destination.store(0, few);
        String expected =
                "{\"field\":\"level\",\"values\":[{\"value\":\"INFO\",\"count\":9}],"
                        + "\"distinct\":1,\"other\":0,\"missing\":3},"
                        + "{\"field\":\"service\",\"values\":[{\"value\":\"s1\",\"count\":4},"
                        + "{\"value\":\"s2\",\"count\":4}],"
                        + "\"distinct\":2,\"other\":0,\"missing\":4},"
                        + "{\"field\":\"host\",\"values\":[],"
                        + "\"distinct\":0,\"other\":0,\"missing\":12}";
        assertThat(facets("since=all")).contains(expected);
        assertThat(facets("since=all", "text=x")).contains(expected);

        List<LogRecord> many = new ArrayList<>();
        for (int i = 0; i < 10_100; i++) {
            many.add(
                    new LogRecord(
                            TestRecords.NOON,
                            TestRecords.NOON,
                            null,
                            "s" + i % 101,
                            "h" + i % 100,
                            "y",
                            List.of(),
                            null,
                            0));
        }
        destination.store(12, many);

        assertThat(facets("since=all", "text=y", "limit=1"))
                .contains(
                        "{\"field\":\"service\",\"values\":[{\"value\":\"s0\",\"count\":100}],"
                                + "\"distinct\":101,\"other\":10000,\"missing\":0}",
                        "{\"field\":\"host\",\"values\":[{\"value\":\"h0\",\"count\":101}],"
                                + "\"distinct\":100,\"other\":9999,\"missing\":0}");
    }

    @Test
    void measuresFieldsInGroups() {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            records.add(
                    record(
                            "2026-10-25T23:30:00Z",
                            Level.INFO,
                            i % 2 == 0 ? "even" : "odd",
                            "x",
                            "{\"ms\":" + i + ",\"text\":\"n\"}"));
        }
        destination.store(0, records);

        String stats =
                stats(
                        "by=service",
                        "fn=count,rate,sum(ms),avg(ms),min(ms),max(ms),p50(ms),avg(text)");

        assertThat(stats)
                .contains("{\"by\":{\"service\":\"even\"},\"count\":50,\"rate\":0.0138")
                .contains("\"sum(ms)\":2550.0,\"avg(ms)\":51.0,\"min(ms)\":2.0,\"max(ms)\":100.0,")
                .contains("\"avg(text)\":null");
        Matcher p50 = Pattern.compile("\"p50\\(ms\\)\":([0-9.]+)").matcher(stats);
        assertThat(p50.find()).isTrue();
        assertThat(Double.parseDouble(p50.group(1))).isBetween(49.0, 51.0);
        // Right to one percent: four digits say all that is known.
        assertThat(p50.group(1).replace(".", "").length()).isLessThanOrEqualTo(4);
        assertThat(stats("by=level", "fn=count", "step=30m"))
                .contains(
                        "\"groups\":[{\"start\":\"2026-10-25T23:30:00.000000Z\","
                                + "\"by\":{\"level\":\"INFO\"},\"count\":100}]");
        assertThatThrownBy(() -> stats("fn=median(ms)")).hasMessageStartingWith("fn: expected");
    }

    @Test
    void endsTheWorstPatternsWithinTheirTime() {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            records.add(TestRecords.record(i, "a".repeat(20_000)));
        }
        destination.store(0, records);
        for (String regex :
                new String[] {
                    "(a*)*b", "(a|aa)+$", "(x+x+)+y", "(a{1,30}){1,30}b", "(?:a?){800}b"
                }) {
            long begin = System.nanoTime();
            try {
                search("since=all", "timeout=1s", "limit=10000", "regex=" + regex);
            } catch (StoreException.Timeout e) {
                assertThat(e).hasMessageContaining("1000 ms");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as(regex)
                    .isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void takesSqlInAnyParameterForAText() {
        destination.store(0, TestRecords.records(0, 3));
        String evil = "' OR 1=1; DROP TABLE message; --";

        for (String name : List.of("text", "service", "host", "tag", "field.a", "field.';--")) {
            assertThat(search("since=all", name + "=" + evil)).contains("\"messages\":[]");
        }
        assertThat(search("since=all", "query=\"" + evil + "\"")).contains("\"messages\":[]");
        assertThat(facets("since=all", "field=" + "x');DROP TABLE message;--"))
                .contains("\"missing\":3");
        assertThat(search("since=all")).contains("line 0", "line 2");
        assertThatThrownBy(() -> search("text=a\u0000b"))
                .hasMessage(
                        "text: expected text without U+0000 and lone surrogates, found one at 1");
        assertThatThrownBy(() -> search("query=\ud800")).isInstanceOf(QueryProblem.class);
    }

    private String search(String... parameters) {
        return written(
                MessageAnswer.to(
                                MessageSearch.of(values(parameters), CONFIG, NOW),
                                destination.messages())
                        ::writeJson);
    }

    private String histogram(String... parameters) {
        return written(
                new HistogramAnswer(values(parameters), CONFIG, destination.messages(), NOW)
                        ::write);
    }

    private String facets(String... parameters) {
        return written(
                FacetsAnswer.to(values(parameters), CONFIG, destination.messages(), NOW)::write);
    }

    private String stats(String... parameters) {
        return written(
                new StatsAnswer(values(parameters), CONFIG, destination.messages(), NOW)::write);
    }

    private static String tookOff(String json) {
        return json.replaceAll("\"tookMs\":\\d+", "");
    }

    private static LogRecord record(
            String time,
            @Nullable Level level,
            @Nullable String service,
            String body,
            @Nullable String fields) {
        long micros = QueryTime.micros(Instant.parse(time));
        return new LogRecord(micros, micros, level, service, null, body, List.of(), fields, 0);
    }
}
