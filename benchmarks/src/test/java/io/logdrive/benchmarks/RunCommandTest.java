package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command line. */
class RunCommandTest {
    private final StringWriter err = new StringWriter();

    @Test
    void saysAllThatIsWrongAtOnce() {
        int status =
                execute("--lines", "5", "--connections", "0,4", "--runs", "0", "--warm-up", "1")
                        + execute("--line-bytes", "10", "--set", "a=b", "--jfr", "/no/such/f.jfr")
                        + execute("--flame-graph", "/no/such/f.html");

        assertThat(status).isEqualTo(6);
        assertThat(err.toString())
                .contains(
                        """
                        --lines: expected 1000..1000000000, found 5
                        --connections: expected 1..10000, found 0
                        --runs: expected 1..1000, found 0
                        --warm-up: expected 1000..1000000000, found 1
                        """)
                .contains(
                        """
                        --line-bytes: expected 150..65536, found 10
                        --set: expected a key that begins with logdrive., found a
                        --jfr: expected a file in a folder that is there, found /no/such/f.jfr
                        """)
                .contains(
                        """
                        --flame-graph: expected a file in a folder that is there, found /no/such/f.html
                        """);
    }

    @Test
    void refusesAnUnknownOption() {
        assertThat(execute("--line", "5")).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown option").contains("--line");
    }

    @Test
    void startsNothingOutsideOfItsSourceTree() {
        assertThat(execute("--lines", "1000")).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "benchmarks: logdrive.root: expected the source tree, found null:"
                                + " start it by benchmarks/run\n");
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Benchmarks.commandLine(new RunCommand());
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }
}
