package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The oracle of lines. */
class LineCheckTest {
    private final LineCheck check = new LineCheck();

    @Test
    void acceptsWholeLinesInTheOrderOfEachSource() {
        check.add("a-0|0|3|crc|abc");
        check.add("{\"time\":\"2026-11-21T00:00:00Z\",\"message\":\"x\"}");
        check.add("a-1|0|2|crc|ab");
        check.add("a-0|1|0|crc|");
        check.addParsed(2);

        assertThatCode(() -> check.end("file", 3, 3)).doesNotThrowAnyException();
    }

    @Test
    void seesWhatIsCutLostOrDouble() {
        check.add("a|0|3|crc|ab");
        check.add("{\"time\":\"2026-11-21T00:00:00Z\",\"mess");
        check.add("a|0|1|crc|x");
        check.add("a|0|1|crc|x");
        check.add("a|2|1|crc|x");

        assertThatThrownBy(() -> check.end("file", 1, 5))
                .isInstanceOf(BenchmarkException.class)
                .hasMessage(
                        "file: expected 1 JSON lines and 5 numbered ones, found 0 and 3, 2 damaged,"
                                + " 2 numbers out of order");
    }

    @Test
    void seesThatTheLastLineIsMissing() {
        check.add("a|0|1|crc|x");

        assertThatThrownBy(() -> check.end("file", 0, 2))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("expected 0 JSON lines and 2 numbered ones, found 0 and 1,");
    }
}
