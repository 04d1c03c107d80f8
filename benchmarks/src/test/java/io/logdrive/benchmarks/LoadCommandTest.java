package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command line of the measurement over time. */
class LoadCommandTest {
    private final StringWriter err = new StringWriter();

    @Test
    void saysAllThatIsWrongAtOnce() {
        int status =
                execute("--sustain", "-1", "--backlog", "3", "--latency", "-1", "--minutes", "0")
                        + execute("--connections-curve", "10,0", "--table-curve=-1", "--lines", "5")
                        + execute("--runs", "0", "--days", "0", "--idle", "0", "--set", "a=b");

        assertThat(status).isEqualTo(6);
        assertThat(err.toString())
                .contains(
                        """
                        --sustain: expected 0..10000000, found -1
                        --backlog: expected 1000..1000000000, found 3
                        --latency: expected 0..10000000, found -1
                        --minutes: expected 0.01..1440.0, found 0.0
                        """)
                .contains(
                        """
                        --connections-curve: expected 1..10000, found 0
                        --table-curve: expected 0..1000000000, found -1
                        --lines: expected 1000..1000000000, found 5
                        """)
                .contains(
                        """
                        --runs: expected 1..1000, found 0
                        --days: expected 1..300, found 0
                        --idle: expected 1..86400, found 0
                        --set: expected a key that begins with logdrive., found a
                        """);
    }

    @Test
    void wantsSomethingToMeasure() {
        assertThat(execute("--minutes", "1")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(
                        "benchmarks/load: expected a part to measure, found none (see --help)\n");
    }

    @Test
    void startsNothingOutsideOfItsSourceTree() {
        assertThat(execute("--footprint")).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "benchmarks: logdrive.root: expected the source tree, found null:"
                                + " start it by benchmarks/run\n");
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Benchmarks.commandLine(new LoadCommand());
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }
}
