package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.rules.RulesOf;
import io.logdrive.wire.EntryRange;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.Level;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineMarks;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.logdrive.wire.RecordEncoder;
import io.logdrive.wire.RecordFlags;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Chunks by the rules of a file. */
class ChunkRulesTest {
    private static final long RECEIVED = micros("2026-11-22T12:00:00Z");

    private final List<LogRecord> records = new ArrayList<>();

    @Test
    void dropsLinesAndSaysWhich() {
        FilteredRuns dropped =
                parse(
                        "rules: [{when: {message: {matches: ping}}, drop: true}]",
                        lines("a\nping\nping\nb\nping", 5));

        assertThat(dropped).hasToString("1-2,4");
        assertThat(records).extracting(LogRecord::body).containsExactly("a", "b");
    }

    @Test
    void dropsAllLinesOfAChunk() {
        FilteredRuns dropped =
                parse("rules: [{when: {listener: lines}, drop: true}]", lines("a\nb\n", 2));

        assertThat(dropped).hasToString("0-1");
        assertThat(records).isEmpty();
    }

    @Test
    void addsWhatItDropsToWhatTheAgentFiltered() {
        LineMarks marks =
                new LineMarks(new BitSet(), FilteredRuns.parse("0-1,3"), LineAttributes.NONE);

        FilteredRuns dropped =
                parse(
                        "rules: [{when: {message: b}, drop: true}]",
                        chunk(Chunk.Format.LINES, 6, "a\nb\nc\n".getBytes(UTF_8), marks));

        assertThat(dropped).hasToString("0-1,3-4");
        assertThat(records).extracting(LogRecord::body).containsExactly("a", "c");
    }

    @Test
    void dropsForeignRecordsAsItDropsLines() {
        RecordEncoder encoder = new RecordEncoder();
        for (String body : List.of("a", "ping", "b")) {
            encoder.add(
                    new LogRecord(RECEIVED, RECEIVED, null, null, null, body, List.of(), null, 0));
        }
        EntryRange range = encoder.take();
        byte[] body = Arrays.copyOf(range.bytes(), range.length());

        FilteredRuns dropped =
                parse(
                        "parse: [{format: json}]\n"
                                + "rules: [{when: {message: ping}, drop: true}, {tag: all}]",
                        chunk(Chunk.Format.ENTRIES, 3, body, LineMarks.NONE));

        assertThat(dropped).hasToString("1");
        assertThat(records).extracting(LogRecord::body).containsExactly("a", "b");
        assertThat(records).extracting(LogRecord::tags).containsOnly(List.of("all"));
    }

    @Test
    void knowsOfALineWhatItsAgentSays() {
        LineAttributes attributes =
                new LineAttributes("shop", "web-1", List.of("eu"), Map.of("path", "/a.log"));
        LineMarks marks = new LineMarks(new BitSet(), FilteredRuns.NONE, attributes);

        parse(
                """
                rules:
                  - {when: {service: shop, host: web-*, tag: eu, field.path: /a.log}, tag: all}
                """,
                chunk(Chunk.Format.LINES, 1, "a".getBytes(UTF_8), marks));

        assertThat(records.get(0).tags()).containsExactly("eu", "all");
    }

    @Test
    void parsesTheLinesOfAnOriginByTheFirstEntryThatFits() {
        String rules =
                """
                parse:
                  - {when: {listener: agent}, format: text}
                  - {when: {listener: lines}, format: json}
                  - {when: {listener: lines}, format: logger, zone: +02:00}
                """;

        parse(
                rules,
                lines("{\"message\":\"m\"}\n2026-11-21 08:10:38 WARN up\nlevel=info msg=x", 3));

        assertThat(records)
                .extracting(LogRecord::body)
                .containsExactly("m", "up", "level=info msg=x");
        assertThat(records.get(1).timeMicros()).isEqualTo(micros("2026-11-21T06:10:38Z"));
        assertThat(records.get(1).level()).isEqualTo(Level.WARN);
        assertThat(records.get(2).flags() & RecordFlags.UNPARSED).isNotZero();
    }

    @Test
    void tellsLinesApartWhereNoEntryIsForTheirOrigin() {
        parse("parse: [{when: {listener: agent}, format: text}]", lines("level=info msg=x", 1));

        assertThat(records.get(0).level()).isEqualTo(Level.INFO);
    }

    @Test
    void takesTheYearThatIsGiven() {
        parse("parse: [{year: 2005}]", lines("Jun 14 15:16:01 combo sshd[1]: x", 1));

        assertThat(records.get(0).timeMicros()).isEqualTo(micros("2005-06-14T15:16:01Z"));
    }

    @Test
    void runsTheStagesInTheOrderOfTheFile() {
        String rules =
                "rules: [{redact: 'secret'}, {when: {message: {matches: secret}}, tag: leak}]\n";
        String order = "stages: [parse, redact, tag, time, level, fields, filter]\n";

        parse(rules, lines("a secret", 1));
        parse(rules + order, lines("a secret", 1));

        assertThat(records).extracting(LogRecord::body).containsOnly("a [redacted]");
        assertThat(records).extracting(LogRecord::tags).containsExactly(List.of("leak"), List.of());
    }

    @Test
    void makesTheSameRecordsAsWithoutRulesWhereNoneIsForThem() {
        String text =
                """
                {"time":"2026-11-22T08:00:00Z","level":"warn","a":{"b":1}}
                2026-11-21 08:10:38,123 ERROR [main] a.b.C - boom user=joe id=7
                127.0.0.1 - - [21/Nov/2026:08:10:38 +0000] "GET / HTTP/1.1" 200 12
                nothing at all
                """;
        new ChunkParser().parse(lines(text, 4), records::add);
        List<LogRecord> expected = List.copyOf(records);
        records.clear();

        FilteredRuns dropped =
                parse(
                        "rules: [{when: {message: {matches: absent}}, drop: true},"
                                + " {redact: [card, email, token]}]",
                        lines(text, 4));

        assertThat(records).isEqualTo(expected);
        assertThat(dropped.isEmpty()).isTrue();
    }

    @Test
    void givesEachLineOneOutcomeWhateverItsBytesAre() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String rules =
                """
                parse:
                  - {format: csv, columns: [a, time, message]}
                  - {format: regex, pattern: '^(?P<a>[^b]+)b(?P<level>.*)$'}
                  - {format: grok, pattern: '%{SYSLOGBASE} %{GREEDYDATA:message}'}
                  - {format: json}
                  - {format: syslog}
                  - {format: access}
                  - {format: error}
                  - {format: logfmt}
                  - {format: glog}
                  - {format: postgresql}
                  - {format: logger}
                  - {format: auto}
                rules:
                  - {when: {message: {matches: 'a.*b'}}, drop: true}
                  - {when: {field.a: {exists: true}}, set: {field.a: b, field.c: d}}
                  - {redact: [card, email, token, '\\d+']}
                """;
        ChunkParser parser = new ChunkParser(RulesOf.text(rules));
        String[] parts = {
            "{\"a\":1",
            "}",
            "\"",
            "a",
            "b",
            "2026-11-21 08:10:38 ",
            "<13>",
            "Nov 21 08:10:38 h p: ",
            "level=info ",
            "[",
            "]",
            "\\",
            "\u00fc",
            "\u0000",
            "x@y.z",
            "token=1",
            ":",
            ","
        };
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            byte[] bytes = (text + "\n").getBytes(UTF_8);
            for (int n = random.nextInt(3); n > 0 && bytes.length > 1; n--) {
                byte any = (byte) random.nextInt(256);
                bytes[random.nextInt(bytes.length - 1)] = any == '\n' ? 0 : any;
            }
            records.clear();
            FilteredRuns dropped =
                    parser.parse(chunk(Chunk.Format.LINES, 1, bytes, LineMarks.NONE), records::add);
            assertThat(records.size() + dropped.total()).as("seed %d: %s", seed, text).isEqualTo(1);
        }
    }

    private FilteredRuns parse(String rules, Chunk chunk) {
        return new ChunkParser(RulesOf.text(rules)).parse(chunk, records::add);
    }

    private static Chunk lines(String body, int lines) {
        return chunk(Chunk.Format.LINES, lines, body.getBytes(UTF_8), LineMarks.NONE);
    }

    private static Chunk chunk(Chunk.Format format, int lines, byte[] body, LineMarks marks) {
        Origin origin = new Origin(new UUID(1, 2), OriginKind.LINES, "127.0.0.1:1", "", "");
        return new Chunk(origin, 0, lines, RECEIVED, format, body, marks);
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }
}
