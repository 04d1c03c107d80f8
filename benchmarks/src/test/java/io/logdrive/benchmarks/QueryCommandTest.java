package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command line. */
class QueryCommandTest {
    private final StringWriter err = new StringWriter();

    @Test
    void saysAllThatIsWrongAtOnce() {
        int status =
                execute(
                        "--rows=5",
                        "--days=0",
                        "--tails=-1",
                        "--repeats=0",
                        "--rate=0",
                        "--lines=1",
                        "--runs=0",
                        "--set=a=b",
                        "--database=h2",
                        "--set-postgresql=a=b");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        """
                        --rows: expected 1000..1000000000, found 5
                        --days: expected 1..300, found 0
                        --tails: expected 0..10000, found -1
                        --repeats: expected 1..10000, found 0
                        --rate: expected 1..1000000, found 0
                        --lines: expected 1000..1000000000, found 1
                        --runs: expected 1..1000, found 0
                        --set: expected a key that begins with logdrive., found a
                        --set-postgresql: expected --database postgresql, found h2
                        """);
    }

    @Test
    void refusesADatabaseThatIsNotThere() {
        assertThat(execute("--database=oracle")).isEqualTo(2);
        assertThat(err.toString()).contains("[H2, POSTGRESQL, SQLITE]");
    }

    @Test
    void startsNothingOutsideOfItsSourceTree() {
        assertThat(execute("--rows=1000")).isEqualTo(1);
        assertThat(err.toString()).contains("logdrive.root: expected the source tree, found null");
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Benchmarks.commandLine(new QueryCommand());
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }
}
