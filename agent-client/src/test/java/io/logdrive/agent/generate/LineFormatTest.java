package io.logdrive.agent.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for each line of each format. Confined to the test's thread. */
class LineFormatTest {
    private static final int[] ABOVE_LEAST = {0, 1, 2, 3, 10, 37, 60, 100, 1_000, 20_000};

    @ParameterizedTest
    @EnumSource
    void eachLineIsWellFormedAndOfItsNaturalLength(LineFormat format) {
        for (Content content : List.of(Made.plain(format), Made.full(format))) {
            for (int seed = 0; seed < 10; seed++) {
                for (String line : Made.lines(Made.source(content, seed, 0), 3_000)) {
                    Parsed.line(format, line);
                    assertThat(bytes(line)).isLessThanOrEqualTo(content.lineBytesMax(0));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void askedLengthIsNeverExceededAndMissedByLessThanAField(LineFormat format) {
        for (Content content : List.of(Made.plain(format), Made.full(format))) {
            for (int above : ABOVE_LEAST) {
                int lineBytes = content.lineBytesMin() + above;
                int count = above < 1_000 ? 3_000 : 300;
                for (String line : Made.lines(Made.source(content, above, lineBytes), count)) {
                    Parsed.line(format, line);
                    assertThat(bytes(line)).isBetween(lineBytes - 35, lineBytes);
                }
            }
        }
    }

    /** The least length is found by making lines; were it too small, lines would be longer. */
    @ParameterizedTest
    @EnumSource
    void leastLengthIsThatOfTheShopUnlessFieldsAndServicesNeedMore(LineFormat format) {
        assertThat(Made.plain(format).lineBytesMin()).isEqualTo(GeneratedLines.LINE_BYTES_MIN);
        assertThat(Made.plain(format).lineBytesMax(0)).isEqualTo(320);
        if (format.hasFields()) {
            Content content = new Content(format, null, null, Map.of("long", "x".repeat(500)));

            assertThat(content.lineBytesMin()).isBetween(550, 700);
            assertThat(content.lineBytesMax(0)).isBetween(570, 900);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACCESS")
    void allFormatsOfASeedSayTheSame(LineFormat format) {
        List<Map<String, String>> json = parsed(LineFormat.JSON, 2_000);

        List<Map<String, String>> other = parsed(format, 2_000);

        for (int i = 0; i < json.size(); i++) {
            if (format == LineFormat.TEXT) {
                json.get(i).keySet().retainAll(List.of("level", "service", "message"));
                other.get(i).remove("time");
            }
            assertThat(other.get(i)).containsExactlyInAnyOrderEntriesOf(json.get(i));
        }
    }

    @Test
    void accessLogHasTheGatewaysAnswersAlone() {
        List<Map<String, String>> answers = new ArrayList<>();
        for (Map<String, String> line : parsed(LineFormat.JSON, 5_000)) {
            if (line.containsKey("status")) {
                answers.add(line);
            }
        }

        List<Map<String, String>> access = parsed(LineFormat.ACCESS, answers.size());

        for (int i = 0; i < access.size(); i++) {
            assertThat(access.get(i)).containsEntry("time", "19/Oct/2026:12:00:00 +0000");
            access.get(i).remove("time");
            assertThat(answers.get(i)).containsAllEntriesOf(access.get(i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void sameSeedGivesTheSameLinesAndAnotherOthers(LineFormat format) {
        Content content = Made.full(format);

        List<String> lines = Made.lines(Made.source(content, 7, 0), 1_000);

        assertThat(Made.lines(Made.source(content, 7, 0), 1_000)).isEqualTo(lines);
        assertThat(Made.lines(Made.source(content, 8, 0), 1_000)).isNotEqualTo(lines);
    }

    @ParameterizedTest
    @EnumSource
    void makingLinesLeavesNoGarbage(LineFormat format) {
        GeneratedLines lines = Made.source(Made.full(format), 1, 0);
        byte[] target = new byte[lines.lineBytesMax()];
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        lines.put(target, 0);

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            lines.put(target, 0);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(100_000);
    }

    private static List<Map<String, String>> parsed(LineFormat format, int count) {
        List<Map<String, String>> parsed = new ArrayList<>();
        for (String line : Made.lines(Made.source(Made.plain(format), 11, 0), count)) {
            parsed.add(Parsed.line(format, line));
        }
        return parsed;
    }

    private static int bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length;
    }
}
