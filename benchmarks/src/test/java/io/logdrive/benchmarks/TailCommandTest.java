package io.logdrive.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command line of {@code benchmarks/tail}, and what its figures are made of. */
class TailCommandTest {
    private final StringWriter err = new StringWriter();
    private final Histogram delays = Followed.delays();

    @Test
    void saysAllThatIsWrongAtOnce() {
        assertThat(
                        execute(
                                "--files",
                                "10",
                                "--busy",
                                "10",
                                "--rate",
                                "0",
                                "--seconds",
                                "0",
                                "--lines",
                                "5",
                                "--runs",
                                "0",
                                "--gibibytes",
                                "0",
                                "--idle",
                                "0"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        """
                        --busy: expected 1..9, found 10
                        --rate: expected 1..10000000, found 0
                        --seconds: expected 1..86400, found 0
                        --lines: expected 1000..1000000000, found 5
                        --runs: expected 1..1000, found 0
                        --gibibytes: expected more than 0 and at most 1000, found 0.0
                        --idle: expected 1..86400, found 0
                        """);
    }

    @Test
    void measuresTheSourceTree() {
        assertThat(execute("--start")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("benchmarks: logdrive.root: expected the source tree, found null");
    }

    @Test
    void aDelayIsFromTheWriteOfEachLine() {
        WrittenLines lines = new WrittenLines();
        lines.written(3, 1_000_000);
        lines.written(2, 5_000_000);

        lines.acknowledged(0, 2, 2_000_000, delays);
        lines.acknowledged(2, 3, 9_000_000, delays);

        assertThat(delays.getTotalCount()).isEqualTo(5);
        assertThat(delays.getCountAtValue(1_000)).isEqualTo(2);
        assertThat(delays.getCountAtValue(8_000)).isEqualTo(1);
        assertThat(delays.getCountAtValue(4_000)).isEqualTo(2);
        assertThat(lines.acknowledged()).isEqualTo(5);
    }

    @Test
    void linesThatAreMissingDoubledOrNeverWrittenEndTheMeasurement() {
        WrittenLines lines = new WrittenLines();
        lines.written(9, 0);
        lines.acknowledged(0, 2, 0, delays);

        for (long first : new long[] {1, 3}) {
            assertThatThrownBy(() -> lines.acknowledged(first, 2, 0, delays))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessage(
                            "chunk: expected lines from 2 below 9, found "
                                    + first
                                    + " and 2 lines");
        }
        assertThatThrownBy(() -> lines.acknowledged(2, 8, 0, delays))
                .hasMessage("chunk: expected lines from 2 below 9, found 2 and 8 lines");
    }

    @Test
    void linesAreOfOneLengthAndOfTheirFile() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LogBlock block = new LogBlock("app-7.log");
        for (int left = 2_500; left > 0; ) {
            int next = block.next(left);
            assertThat(block.write(out, left)).isEqualTo(next);
            left -= next;
        }

        assertThat(out.toString(US_ASCII).lines())
                .hasSize(2_500)
                .allSatisfy(
                        line ->
                                assertThat(line)
                                        .hasSize(LogBlock.LINE_BYTES - 1)
                                        .contains("[app-7.log]"));
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Benchmarks.commandLine(new TailCommand());
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }
}
