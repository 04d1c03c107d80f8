package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command line. */
class TlsCommandTest {
    private final StringWriter err = new StringWriter();

    @Test
    void saysAllThatIsWrongAtOnce() {
        int status = execute("--lines", "5", "--runs", "0", "--warm-up", "1", "--set", "a=b");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        """
                        --lines: expected 1000..1000000000, found 5
                        --runs: expected 1..1000, found 0
                        --warm-up: expected 1000..1000000000, found 1
                        --set: expected a key that begins with logdrive., found a
                        """);
    }

    @Test
    void startsNothingOutsideOfItsSourceTree() {
        assertThat(execute("--lines", "1000")).isEqualTo(1);
        assertThat(err)
                .asString()
                .startsWith("benchmarks: logdrive.root: expected the source tree");
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Benchmarks.commandLine(new TlsCommand());
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }
}
