package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What {@code benchmarks/accuracy} refuses. */
class AccuracyCommandTest {
    @Test
    void saysThatItsFolderIsNotThere() {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Benchmarks.commandLine(new AccuracyCommand());
        commandLine.setErr(new PrintWriter(err));

        assertThat(commandLine.execute("nowhere")).isEqualTo(2);
        assertThat(err.toString()).contains("FOLDER: expected a folder, found nowhere");
    }
}
