package io.logdrive.ingest.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.logdrive.ingest.queue.Chunks;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.RecordFlags;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineFormatTest {
    private static final Origin ORIGIN = Chunks.origin(3);

    @Test
    void writesAllThatARecordHasAsJson() {
        LogRecord full =
                new LogRecord(
                        1_700_000_000_000_001L,
                        1_700_000_059_999_999L,
                        Level.ERROR,
                        "pay",
                        "web-1",
                        "tab\t\u0001 \"q\" \\ \u00e4\ud83d\ude00",
                        List.of("a", "b\"c"),
                        "{\"n\":1}",
                        RecordFlags.TRUNCATED | RecordFlags.TIME_ASSUMED);

        assertThat(line(LineFormat.Kind.JSON, full))
                .isEqualTo(
                        "{\"time\":\"2023-11-14T22:13:20.000001Z\","
                                + "\"received\":\"2023-11-14T22:14:19.999999Z\","
                                + "\"level\":\"ERROR\",\"service\":\"pay\",\"host\":\"web-1\","
                                + "\"origin\":\"00000000-0000-0000-0000-000000000003\","
                                + "\"sequence\":7,\"message\":\"tab\\t\\u0001 \\\"q\\\" \\\\"
                                + " \u00e4\ud83d\ude00\",\"tags\":[\"a\",\"b\\\"c\"],"
                                + "\"fields\":{\"n\":1},"
                                + "\"flags\":[\"truncated\",\"time-assumed\"]}\n");
    }

    @Test
    void writesCsvWithEmptyCellsForWhatIsMissing() {
        assertThat(line(LineFormat.Kind.CSV, plain("a \"b\", c")))
                .isEqualTo(
                        "2023-11-14T22:13:20.000000Z,2023-11-14T22:13:20.000000Z,,,,"
                                + "00000000-0000-0000-0000-000000000003,7,"
                                + "\"a \"\"b\"\", c\",,,\r\n");
    }

    @Test
    void writesTheTagsOfACsvAsJson() {
        LogRecord tagged =
                new LogRecord(
                        Chunks.RECEIVED,
                        Chunks.RECEIVED,
                        null,
                        null,
                        null,
                        "m",
                        List.of("a", "b\"\\\t\u0001"),
                        null,
                        0);

        assertThat(line(LineFormat.Kind.CSV, tagged))
                .endsWith(",7,m,\"[\"\"a\"\",\"\"b\\\"\"\\\\\\u0009\\u0001\"\"]\",,\r\n");
    }

    @Test
    void writesNoCellThatASpreadsheetWouldRun() {
        for (String begin : List.of("=", "+", "-", "@", "\t", "\uff1d", "\uff20")) {
            assertThat(line(LineFormat.Kind.CSV, plain(begin + "1")))
                    .contains(",7,'" + begin + "1,");
        }
        assertThat(line(LineFormat.Kind.CSV, plain("\r=1"))).contains(",7,\"'\r=1\",");
        assertThat(line(LineFormat.Kind.CSV, plain("x=1"))).contains(",7,x=1,");
    }

    @Test
    void writesTheMessageAloneAsText() {
        assertThat(line(LineFormat.Kind.TEXT, plain("a\n\tat b \u00e4")))
                .isEqualTo("a\n\tat b \u00e4\n");
    }

    @Test
    void readsBackWhateverTheMessageIs() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(40);
            for (int i = 0; i < length; i++) {
                int kind = random.nextInt(10);
                int point =
                        kind < 5
                                ? 1 + random.nextInt(0x7f)
                                : kind < 8 ? 0x80 + random.nextInt(0xd700) : 0x10000 + i;
                text.appendCodePoint(point);
            }

            String written = line(LineFormat.Kind.JSON, plain(text.toString()));

            assertThat(written.indexOf('\n')).isEqualTo(written.length() - 1);
            assertThat(message(written)).isEqualTo(text.toString());
        }
    }

    private static String message(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                if ("message".equals(parser.currentName())) {
                    parser.nextToken();
                    return parser.getText();
                }
            }
        }
        throw new AssertionError("no message in " + json);
    }

    private static LogRecord plain(String message) {
        return new LogRecord(
                Chunks.RECEIVED, Chunks.RECEIVED, null, null, null, message, List.of(), null, 0);
    }

    private static String line(LineFormat.Kind kind, LogRecord line) {
        LineBytes out = new LineBytes();
        kind.create().line(out, ORIGIN, 7, line);
        return new String(out.first(out.length()).array(), 0, out.length(), UTF_8);
    }
}
