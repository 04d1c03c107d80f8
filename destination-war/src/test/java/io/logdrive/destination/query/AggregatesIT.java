package io.logdrive.destination.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.Destination;
import io.logdrive.destination.DestinationConfig;
import io.logdrive.destination.ForwardClient;
import io.logdrive.destination.TestRecords;
import io.logdrive.destination.store.StoreException;
import io.logdrive.destination.store.TestDatabase;
import io.logdrive.payara.Settings;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Histogram, facets, fields, stats, context, export: on every database. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AggregatesIT {
    private static final long SEED = Long.getLong("logdrive.test.seed", 20_261_121L);
    private static final Origin ORIGIN = TestRecords.origin(1);
    private static final Instant NOW = Instant.parse("2026-10-26T00:00:00Z");
    private static final QueryConfig CONFIG =
            new QueryConfig(
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    4,
                    new QueryConfig.Tails(100, 1_000, 20_000, Duration.ofSeconds(15)));

    @TempDir Path data;
    private final TestDatabase database;
    private Destination destination;

    AggregatesIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void start() {
        Map<String, String> settings = new HashMap<>(database.settings(data));
        settings.put("logdrive.destination.data", data.toString());
        settings.put("logdrive.destination.store.disk-free-min", "0");
        settings.put("logdrive.destination.receive.address", "127.0.0.1:0");
        destination =
                Destination.start(
                        DestinationConfig.from(Settings.ofMap(settings)),
                        Thread::new,
                        Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        destination.stop();
    }

    @Test
    void countsStepsWithTheEmptyOnesInSqlAndInJavaAlike() throws Exception {
        store(
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
    void countsDaysAsTheyAreInAZone() throws Exception {
        // In Berlin the 25th of October 2026 has 25 hours, and ends at 23:00 UTC.
        store(
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
    void countsFromMinutesWhatItCountsFromMessages() throws Exception {
        Random random = new Random(SEED);
        long origin = QueryTime.micros(Instant.parse("2026-10-18T23:57:00Z"));
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            long micros = origin + random.nextLong(Duration.ofMinutes(6).toNanos() / 1_000);
            Level any = Level.ofNumber(random.nextInt(25));
            records.add(record(MessageJson.time(micros), any, null, "x", null));
        }
        store(records);
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
    void listsTheMostFrequentValues() throws Exception {
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
        store(records);

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
                                                destination.queries().messages(),
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
                                                destination.queries().messages(),
                                                NOW)
                                        ::write))
                .startsWith(
                        "{\"fields\":[{\"name\":\"service\",\"kind\":\"column\"},"
                                + "{\"name\":\"status\",\"kind\":\"field\",\"count\":9}],"
                                + "\"looked\":10,\"partial\":false");
        assertThatThrownBy(() -> facets("field=message")).hasMessageStartingWith("field: expected");
    }

    @Test
    void countsColumnsTogetherUnlessThereAreTooManyCombinations() throws Exception {
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
        store(few);
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
        store(12, many);

        assertThat(facets("since=all", "text=y", "limit=1"))
                .contains(
                        "{\"field\":\"service\",\"values\":[{\"value\":\"s0\",\"count\":100}],"
                                + "\"distinct\":101,\"other\":10000,\"missing\":0}",
                        "{\"field\":\"host\",\"values\":[{\"value\":\"h0\",\"count\":101}],"
                                + "\"distinct\":100,\"other\":9999,\"missing\":0}");
    }

    @Test
    void measuresFieldsInGroups() throws Exception {
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
        store(records);

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
    void showsWhatStoodAroundAMessage() throws Exception {
        store(TestRecords.records(0, 30));

        String context =
                written(
                        new ContextAnswer(
                                        11,
                                        values("before=2", "after=3", "fields=message"),
                                        CONFIG,
                                        destination.queries().messages())
                                ::write);

        assertThat(context)
                .isEqualTo(
                        "{\"before\":[{\"message\":\"line 8\"},{\"message\":\"line 9\"}],"
                                + "\"message\":{\"message\":\"line 10\"},"
                                + "\"after\":[{\"message\":\"line 11\"},{\"message\":\"line 12\"},"
                                + "{\"message\":\"line 13\"}],\"partial\":false}");
        assertThatThrownBy(
                        () ->
                                new ContextAnswer(
                                        99, Map.of(), CONFIG, destination.queries().messages()))
                .hasMessage("message 99: expected one, found none");
    }

    @Test
    void showsTheLinesOfOneRequest() throws Exception {
        String time = "2026-10-19T12:00:00Z";
        store(
                Stream.of("a", "b", "a", "c", "b", "a")
                        .map(request -> "{\"request\":\"" + request + "\",\"ms\":[1,2]}")
                        .map(fields -> record(time, Level.INFO, "pay", "line", fields))
                        .toList());

        assertThat(context(3, "same=request", "fields=id"))
                .isEqualTo(
                        "{\"before\":[{\"id\":1}],\"message\":{\"id\":3},"
                                + "\"after\":[{\"id\":6}],\"partial\":false}");
        assertThat(context(3, "same=field.ms", "fields=id", "before=1", "after=1"))
                .startsWith("{\"before\":[{\"id\":2}]");
        assertThatThrownBy(() -> context(3, "same=user"))
                .hasMessage(
                        "same: expected origin, service, host or a field that the message has,"
                                + " found \"user\"");
        assertThatThrownBy(() -> context(3, "same=level")).hasMessageEndingWith("found \"level\"");
    }

    private String context(long id, String... parameters) throws Exception {
        return written(
                new ContextAnswer(id, values(parameters), CONFIG, destination.queries().messages())
                        ::write);
    }

    @Test
    void exportsEverythingAndResumesByItsLastLineOrItsLastRow() throws Exception {
        store(TestRecords.records(0, 1_234));
        String[] all = {"since=all", "end=2026-10-20", "order=asc", "fields=id,sequence"};

        List<String> lines = export(all).lines().toList();

        assertThat(lines).hasSize(1_235);
        assertThat(lines.get(1_233)).isEqualTo("{\"id\":1234,\"sequence\":1233}");
        assertThat(lines.get(1_234)).startsWith("{\"end\":true,\"rows\":1234,\"partial\":false,");
        List<String> rest = export(with(all, "after=1200")).lines().toList();
        assertThat(rest.subList(0, 34)).isEqualTo(lines.subList(1_200, 1_234));
        Matcher next = Pattern.compile("\"next\":\"([^\"]+)\"").matcher(lines.get(1_234));
        assertThat(next.find()).isTrue();
        assertThat(export(with(all, "after=" + next.group(1))))
                .startsWith("{\"end\":true,\"rows\":0,");
        assertThat(export(with(all, "format=csv", "query=\"line 7\"")))
                .isEqualTo("id,sequence\r\n8,7\r\n");
    }

    @Test
    void endsTheWorstPatternsWithinTheirTime() throws Exception {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            records.add(TestRecords.record(i, "a".repeat(20_000)));
        }
        store(records);
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
    void takesSqlInAnyParameterForAText() throws Exception {
        store(TestRecords.records(0, 3));
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

    private String search(String... parameters) throws IOException {
        return written(
                MessageAnswer.to(
                                MessageSearch.of(values(parameters), CONFIG, NOW),
                                destination.queries().messages())
                        ::writeJson);
    }

    private String histogram(String... parameters) throws IOException {
        return written(
                new HistogramAnswer(
                                values(parameters), CONFIG, destination.queries().messages(), NOW)
                        ::write);
    }

    private String facets(String... parameters) throws IOException {
        return written(
                FacetsAnswer.to(values(parameters), CONFIG, destination.queries().messages(), NOW)
                        ::write);
    }

    private String stats(String... parameters) throws IOException {
        return written(
                new StatsAnswer(values(parameters), CONFIG, destination.queries().messages(), NOW)
                        ::write);
    }

    private String export(String... parameters) throws IOException {
        ExportAnswer answer =
                new ExportAnswer(values(parameters), CONFIG, destination.queries().messages(), NOW);
        AnswerFormat format = answer.format();
        return written(out -> answer.write(out, format == null ? AnswerFormat.NDJSON : format));
    }

    private static String written(Body body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String tookOff(String json) {
        return json.replaceAll("\"tookMs\":\\d+", "");
    }

    private static String[] with(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    private static Map<String, List<String>> values(String... parameters) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            values.put(parameter.substring(0, equals), List.of(parameter.substring(equals + 1)));
        }
        return values;
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

    private void store(List<LogRecord> records) throws IOException {
        store(0, records);
    }

    private void store(long first, List<LogRecord> records) throws IOException {
        try (ForwardClient client = new ForwardClient(destination.address())) {
            client.send(
                    ForwardClient.frame(
                            "c",
                            List.of(TestRecords.stored(ORIGIN, first, records.size())),
                            List.of(ORIGIN),
                            records));
            client.readAck();
        }
    }

    /** What writes an answer. */
    private interface Body {
        void write(OutputStream out) throws IOException;
    }
}
