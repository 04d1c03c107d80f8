package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What {@code benchmarks/micro} refuses, and what it reads. */
class MicroCommandTest {
    @Test
    void saysAllThatIsWrongAtOnce() {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Benchmarks.commandLine(new MicroCommand());
        commandLine.setErr(new PrintWriter(err));

        assertThat(commandLine.execute("--forks", "0", "--iterations", "0")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        """
                        --forks: expected 1..100, found 0
                        --iterations: expected 1..1000, found 0
                        """);
    }

    @Test
    void readsTimeAndHeapOfWhatJmhSays() throws Exception {
        String said =
                """
                {"benchmark": "io.logdrive.wire.RecordsBenchmark.encodeRecord",
                 "primaryMetric": {"score": 1234.56, "scoreError": 7.89},
                 "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 320.2}}}\
                """;

        assertThat(MicroCommand.row(new ObjectMapper().readTree(said)))
                .isEqualTo("| RecordsBenchmark.encodeRecord | 1,234.6 | 7.9 | 320 |\n");
    }
}
