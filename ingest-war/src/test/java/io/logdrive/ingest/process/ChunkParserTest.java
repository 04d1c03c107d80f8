package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.ingest.queue.Chunk;
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
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChunkParserTest {
    private static final Origin ORIGIN =
            new Origin(new UUID(1, 2), OriginKind.LINES, "127.0.0.1:1", "", "");
    private static final long RECEIVED = 1_700_000_000_000_000L;

    private final ChunkParser parser = new ChunkParser();
    private final List<LogRecord> records = new ArrayList<>();

    @Test
    void makesOneRecordOfEachLineInOrder() {
        parser.parse(lines("a\n\nb\r\nlast", 4), records::add);

        assertThat(records).extracting(LogRecord::body).containsExactly("a", "", "b", "last");
        assertThat(records).extracting(LogRecord::receivedMicros).containsOnly(RECEIVED);
    }

    @Test
    void flagsTheTruncatedLines() {
        Chunk chunk = lines("a\nb\nc\n", 3);
        chunk.truncated().set(1);

        parser.parse(chunk, records::add);

        assertThat(records)
                .extracting(r -> r.flags() & RecordFlags.TRUNCATED)
                .containsExactly(0, RecordFlags.TRUNCATED, 0);
    }

    @Test
    void refusesABodyWithAnotherNumberOfLines() {
        assertThatThrownBy(() -> parser.parse(lines("a\nb\n", 3), records::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "chunk 00000000-0000-0001-0000-000000000002:5: expected 3 lines, found 2");
    }

    @Test
    void makesOneRecordOfEachForwardEntry() {
        Chunk chunk = entries(2);

        parser.parse(chunk, records::add);

        assertThat(records).extracting(LogRecord::body).containsExactly("body 0", "body 1");
        assertThat(records).extracting(LogRecord::level).containsOnly(Level.WARN);
        assertThat(records).extracting(LogRecord::timeMicros).containsOnly(RECEIVED - 1);
    }

    @Test
    void refusesEntriesThatAreCutOff() {
        Chunk whole = entries(2);
        byte[] cut = Arrays.copyOf(whole.body(), whole.body().length - 1);
        Chunk chunk = new Chunk(ORIGIN, 0, 2, RECEIVED, Chunk.Format.ENTRIES, cut, new BitSet());

        assertThatThrownBy(() -> parser.parse(chunk, records::add))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void keepsTheNewlinesOfALineAndFindsItsTimeAndLevelInFront() {
        String trace = "2026-11-21 08:10:38,123 ERROR boom\n\tat A\r\n\tat B\n";
        String json =
                "{\n  \"message\": \"up\",\n  \"level\": \"WARN\",\n  \"n\": {\"a\": [1,\n 2]}\n}";

        parser.parse(texts(LineMarks.NONE, 3, trace, json, "no\ntime"), records::add);

        assertThat(records)
                .extracting(LogRecord::body)
                .containsExactly("boom\n\tat A\r\n\tat B\n", "up", "no\ntime");
        assertThat(records.get(0).level()).isEqualTo(Level.ERROR);
        assertThat(records.get(0).timeMicros()).isEqualTo(1_795_248_638_123_000L);
        assertThat(records.get(1).level()).isEqualTo(Level.WARN);
        assertThat(records.get(1).fields()).isEqualTo("{\"n\":{\"a\":[1,2]}}");
        assertThat(records.get(2).flags() & RecordFlags.UNPARSED).isNotZero();
    }

    @Test
    void makesNoRecordOfWhatWasFiltered() {
        LineMarks marks =
                new LineMarks(
                        BitSet.valueOf(new long[] {2}),
                        FilteredRuns.parse("0-3,5,8-9"),
                        LineAttributes.NONE);
        LineMarks none =
                new LineMarks(new BitSet(), FilteredRuns.parse("0-6"), LineAttributes.NONE);

        parser.parse(texts(marks, 10, "a", "b", "c"), records::add);
        parser.parse(texts(none, 7), records::add);

        assertThat(records).extracting(LogRecord::body).containsExactly("a", "b", "c");
        assertThat(records)
                .extracting(r -> r.flags() & RecordFlags.TRUNCATED)
                .containsExactly(0, RecordFlags.TRUNCATED, 0);
    }

    @Test
    void refusesABodyThatDoesNotHoldWhatItSays() {
        Chunk whole = texts(LineMarks.NONE, 2, "a\nb", "c");
        Chunk fewer = texts(LineMarks.NONE, 3, "a\nb", "c");
        byte[] cut = Arrays.copyOf(whole.body(), whole.body().length - 1);
        Chunk damaged = new Chunk(ORIGIN, 5, 2, RECEIVED, whole.format(), cut, new BitSet());

        assertThatThrownBy(() -> parser.parse(fewer, records::add))
                .hasMessage(
                        "chunk 00000000-0000-0001-0000-000000000002:5: expected 3 lines, found 2");
        assertThatThrownBy(() -> parser.parse(damaged, records::add))
                .hasMessage("lines: expected a line within 4 bytes, found a length of 1");
    }

    @Test
    void givesEachRecordTheAttributesThatItsLineHasNot() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("env", "prod");
        fields.put("a\"b", "1\n2");
        LineAttributes attributes =
                new LineAttributes("pay", "web-1", List.of("eu", "blue"), fields);
        LineMarks marks = new LineMarks(new BitSet(), FilteredRuns.NONE, attributes);
        String all = "\"env\":\"prod\",\"a\\\"b\":\"1\\n2\"";

        parser.parse(
                texts(
                        marks,
                        7,
                        "text",
                        "{\"service\":\"own\",\"n\":1}",
                        "{\"host\":\"own\",\"env\":\"test\"}",
                        "{\"n\":{\"env\":1},\"m\":\"env\"}",
                        "{\"n\":[{\"env\":1}],\"s\":\"\\\"env\\\":{\",\"env\":null}",
                        "{\"a\\\"b\":0,\"env\":0}",
                        "{\"\\u0065nv\":7}"),
                records::add);

        assertThat(records).extracting(LogRecord::tags).containsOnly(List.of("eu", "blue"));
        assertThat(records)
                .extracting(LogRecord::service)
                .containsExactly("pay", "own", "pay", "pay", "pay", "pay", "pay");
        assertThat(records)
                .extracting(LogRecord::host)
                .containsExactly("web-1", "web-1", "own", "web-1", "web-1", "web-1", "web-1");
        assertThat(records)
                .extracting(LogRecord::fields)
                .containsExactly(
                        "{" + all + "}",
                        "{\"n\":1," + all + "}",
                        "{\"env\":\"test\",\"a\\\"b\":\"1\\n2\"}",
                        "{\"n\":{\"env\":1},\"m\":\"env\"," + all + "}",
                        "{\"n\":[{\"env\":1}],\"s\":\"\\\"env\\\":{\",\"env\":null,"
                                + "\"a\\\"b\":\"1\\n2\"}",
                        "{\"a\\\"b\":0,\"env\":0}",
                        "{\"env\":7,\"a\\\"b\":\"1\\n2\"}");
    }

    @Test
    void takesAProcessForTheServiceOnlyWhereItsAgentNamesNone() {
        String line = "Dec 10 06:55:46 LabSZ sshd[7]: up";
        LineAttributes named = new LineAttributes("shop", "web-1", List.of(), Map.of());
        LineAttributes unnamed = new LineAttributes(null, "web-1", List.of(), Map.of());

        for (LineAttributes attributes : List.of(unnamed, named, LineAttributes.NONE)) {
            parser.parse(
                    texts(new LineMarks(new BitSet(), FilteredRuns.NONE, attributes), 1, line),
                    records::add);
        }

        assertThat(records).extracting(LogRecord::service).containsExactly("sshd", "shop", "sshd");
        assertThat(records).extracting(LogRecord::host).containsOnly("LabSZ");
        assertThat(records)
                .extracting(LogRecord::fields)
                .containsOnly("{\"process\":\"sshd\",\"pid\":7}");
    }

    private static Chunk texts(LineMarks marks, int sequences, String... lines) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(number(lines.length));
        for (String line : lines) {
            byte[] bytes = line.getBytes(UTF_8);
            body.writeBytes(number(bytes.length));
            body.writeBytes(bytes);
        }
        return new Chunk(
                ORIGIN, 5, sequences, RECEIVED, Chunk.Format.TEXTS, body.toByteArray(), marks);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static Chunk lines(String body, int lines) {
        return new Chunk(
                ORIGIN, 5, lines, RECEIVED, Chunk.Format.LINES, body.getBytes(UTF_8), new BitSet());
    }

    private static Chunk entries(int count) {
        RecordEncoder encoder = new RecordEncoder();
        for (int i = 0; i < count; i++) {
            encoder.add(
                    new LogRecord(
                            RECEIVED - 1,
                            RECEIVED,
                            Level.WARN,
                            null,
                            null,
                            "body " + i,
                            List.of(),
                            null,
                            0));
        }
        EntryRange range = encoder.take();
        return new Chunk(
                ORIGIN,
                0,
                count,
                RECEIVED,
                Chunk.Format.ENTRIES,
                Arrays.copyOf(range.bytes(), range.length()),
                new BitSet());
    }
}
