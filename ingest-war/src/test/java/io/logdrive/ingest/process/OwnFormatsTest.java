package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.rules.RulesOf;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.logdrive.wire.RecordFlags;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats that a user describes: CSV, expressions, Grok; times and levels of their fields. */
class OwnFormatsTest {
    private static final long RECEIVED = micros("2026-01-02T12:00:00Z");

    private final List<LogRecord> records = new ArrayList<>();
    private FilteredRuns dropped = FilteredRuns.NONE;

    @Test
    void readsCsvByItsColumnsAndDropsItsHeader() {
        parse(
                """
                parse:
                  - format: csv
                    columns: [time, level, user, note, status, host, message]
                    delimiter: ';'
                """,
                "time;level;user;note;status;host;message",
                "2026-01-01 08:00:00;WARN;joe;\"a;\"\"b\"\"\";007;web-1;up",
                "2026-01-01 08:00:00;;;;-12.5;;\"two\nlines\"",
                "too;few",
                "1;2;3;4;5;6;7;8",
                "1;2;3;4;5;6;\"open",
                "1;2;3;4;5;6;\"a\"b");

        assertThat(dropped).hasToString("0");
        LogRecord first = records.get(0);
        assertThat(first.timeMicros()).isEqualTo(micros("2026-01-01T08:00:00Z"));
        assertThat(first.level()).isEqualTo(Level.WARN);
        assertThat(first.host()).isEqualTo("web-1");
        assertThat(first.body()).isEqualTo("up");
        assertThat(first.flags()).isZero();
        assertThat(first.fields())
                .isEqualTo("{\"user\":\"joe\",\"note\":\"a;\\\"b\\\"\",\"status\":\"007\"}");
        assertThat(records.get(1).body()).isEqualTo("two\nlines");
        assertThat(records.get(1).fields()).isEqualTo("{\"status\":-12.5}");
        assertThat(records.subList(2, 6))
                .allSatisfy(each -> assertThat(each.flags() & RecordFlags.UNPARSED).isNotZero());
    }

    @Test
    void makesFieldsOfTheNamedGroupsOfAnExpression() {
        parse(
                """
                parse:
                  - format: regex
                    pattern: '^\\[(?<level>\\w+)\\] (?P<time>\\S+) order (?P<order>\\d+)(?: by (?P<service>\\w+))?: (?P<message>.*)'
                """,
                "[E] 2026-01-01T08:00:00Z order 17 by shop: failed\n\tat A",
                "[warn] yesterday order 18: late",
                "order 19");

        LogRecord first = records.get(0);
        assertThat(first.timeMicros()).isEqualTo(micros("2026-01-01T08:00:00Z"));
        assertThat(first.body()).isEqualTo("failed\n\tat A");
        assertThat(first.service()).isEqualTo("shop");
        assertThat(first.level()).isNull();
        assertThat(first.fields()).isEqualTo("{\"level\":\"E\",\"order\":17}");
        LogRecord second = records.get(1);
        assertThat(second.level()).isEqualTo(Level.WARN);
        assertThat(second.fields()).isEqualTo("{\"time\":\"yesterday\",\"order\":18}");
        assertThat(second.flags()).isEqualTo(RecordFlags.TIME_ASSUMED);
        assertThat(records.get(2).flags() & RecordFlags.UNPARSED).isNotZero();
    }

    @Test
    void takesTheLineForTheMessageWhereNoGroupIsThat() {
        parse("parse: [{format: regex, pattern: 'id=(?P<id>\\w+)'}]", "x id=a7 y\r");

        assertThat(records.get(0).body()).isEqualTo("x id=a7 y");
        assertThat(records.get(0).fields()).isEqualTo("{\"id\":\"a7\"}");
    }

    @Test
    void translatesGrokPatternsAlsoOnesOwn() {
        parse(
                """
                patterns: {ORDER: 'ORD-%{POSINT}', STATE: '(?:open|closed)'}
                parse:
                  - {format: grok, pattern: '^%{ORDER:order.id} %{STATE:state} %{NUMBER:price:float} %{GREEDYDATA:message}'}
                  - {format: grok, pattern: '%{COMBINEDAPACHELOG}'}
                  - {format: grok, pattern: '^%{SYSLOGLINE}$'}
                  - {format: grok, pattern: '^%{TIMESTAMP_ISO8601:time} %{LOGLEVEL:level} \\[%{JAVATHREAD:thread}\\] %{JAVACLASS:logger} - %{GREEDYDATA:message}'}
                """,
                "ORD-17 open 12.50 late",
                "10.0.0.1 - joe [02/Jan/2026:10:00:00 +0100] \"GET /a?b=1 HTTP/1.1\" 200 12 \"-\""
                        + " \"curl/8\"",
                "Jan  2 08:10:38 web-1 sshd[4711]: Failed password for root",
                "2026-01-02 08:10:38,123 ERROR [main] a.b.C - boom");

        assertThat(records)
                .extracting(LogRecord::body)
                .containsExactly(
                        "late",
                        "10.0.0.1 - joe [02/Jan/2026:10:00:00 +0100] \"GET /a?b=1 HTTP/1.1\" 200 12"
                                + " \"-\" \"curl/8\"",
                        "Failed password for root",
                        "boom");
        assertThat(records.get(0).fields())
                .isEqualTo("{\"order.id\":\"ORD-17\",\"state\":\"open\",\"price\":12.50}");
        assertThat(records.get(1).timeMicros()).isEqualTo(micros("2026-01-02T09:00:00Z"));
        assertThat(records.get(1).fields())
                .contains("\"client\":\"10.0.0.1\"", "\"method\":\"GET\"", "\"status\":200")
                .contains("\"path\":\"/a?b=1\"", "\"agent\":\"\\\"curl/8\\\"\"");
        assertThat(records.get(2).timeMicros()).isEqualTo(micros("2026-01-02T08:10:38Z"));
        assertThat(records.get(2).host()).isEqualTo("web-1");
        assertThat(records.get(2).service()).isEqualTo("sshd");
        assertThat(records.get(2).fields()).isEqualTo("{\"process\":\"sshd\",\"pid\":4711}");
        assertThat(records.get(3).level()).isEqualTo(Level.ERROR);
        assertThat(records.get(3).timeMicros()).isEqualTo(micros("2026-01-02T08:10:38.123Z"));
        assertThat(records.get(3).fields()).isEqualTo("{\"thread\":\"main\",\"logger\":\"a.b.C\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dd.MM.yyyy HH:mm:ss | UTC | 01.02.2026 08:10:38 | 2026-02-01T08:10:38Z",
                "dd.MM.yyyy HH:mm:ss | Europe/Berlin | 01.07.2026 08:10:38 | 2026-07-01T06:10:38Z",
                "dd.MM.yyyy HH:mm:ss.SSS | +02:00 | 01.02.2026 08:10:38.007 |"
                        + " 2026-02-01T06:10:38.007Z",
                "yyyy-MM-dd HH:mm:ss XXX | UTC | 2026-02-01 08:10:38 -05:00 | 2026-02-01T13:10:38Z",
                "yyyy-MM-dd HH:mm:ss z | UTC | 2026-07-01 08:10:38 CEST | 2026-07-01T06:10:38Z",
                "d MMM HH:mm:ss | UTC | 31 dec 23:59:58 | 2025-12-31T23:59:58Z",
                "HH:mm | UTC | 23:30 | 2026-01-02T23:30:00Z",
                "yyyyMMdd | Europe/Berlin | 20260201 | 2026-01-31T23:00:00Z",
            })
    void readsTimesByOnesOwnPatterns(String pattern, String zone, String text, String expected) {
        parse(
                "parse: [{format: json, zone: '"
                        + zone
                        + "', time: {field: zeit, patterns: [uuuuMMdd'T'HHmm, '"
                        + pattern
                        + "']}}]",
                "{\"zeit\":\"" + text + "\",\"n\":1}",
                "{\"zeit\":\"never\"}");

        assertThat(records.get(0).timeMicros()).isEqualTo(micros(expected));
        assertThat(records.get(0).fields()).isEqualTo("{\"n\":1}");
        assertThat(records.get(0).flags()).isZero();
        assertThat(records.get(1).fields()).isEqualTo("{\"zeit\":\"never\"}");
        assertThat(records.get(1).flags()).isEqualTo(RecordFlags.TIME_ASSUMED);
    }

    @Test
    void readsEpochsAndTheKnownFormsOfAField() {
        parse(
                "parse: [{format: json, zone: Asia/Tokyo, time: {field: at}}]",
                "{\"at\":1767312000}",
                "{\"at\":\"Jan  2 09:00:00\"}",
                "{\"at\":\"2026-01-02T00:00:00Z\"}",
                "{\"at\":\"2026-01-02T09:00:00\"}");

        assertThat(records)
                .extracting(LogRecord::timeMicros)
                .containsOnly(micros("2026-01-02T00:00:00Z"));
    }

    @Test
    void mapsOnesOwnWordsForLevels() {
        parse(
                """
                parse:
                  - format: json
                    level: {field: sev, words: {SCHWER: error, '30': info, hinweis: debug}}
                """,
                "{\"sev\":\"schwer\",\"n\":1}",
                "{\"sev\":30}",
                "{\"sev\":\"Hinweis\"}",
                "{\"sev\":\"critical\"}",
                "{\"sev\":\"other\"}");

        assertThat(records)
                .extracting(LogRecord::level)
                .containsExactly(Level.ERROR, Level.INFO, Level.DEBUG, Level.FATAL, null);
        assertThat(records)
                .extracting(LogRecord::fields)
                .containsExactly("{\"n\":1}", null, null, null, "{\"sev\":\"other\"}");
    }

    private void parse(String rules, String... lines) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(number(lines.length));
        for (String line : lines) {
            byte[] bytes = line.getBytes(UTF_8);
            body.writeBytes(number(bytes.length));
            body.writeBytes(bytes);
        }
        Chunk chunk =
                new Chunk(
                        new Origin(new UUID(1, 2), OriginKind.AGENT, "", "", "/a.log"),
                        0,
                        lines.length,
                        RECEIVED,
                        Chunk.Format.TEXTS,
                        body.toByteArray(),
                        new BitSet());
        dropped = new ChunkParser(RulesOf.text(rules)).parse(chunk, records::add);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }
}
