package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Wrong usage ends before anything is started. */
class ProveCommandTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--lines 0; --lines: expected 1..1000000000, found 0",
                "--faults -1; --faults: expected 0..100000, found -1",
                "--seconds -1; --seconds: expected 0..604800, found -1",
                "--agents 101; --agents: expected 1..100, found 101",
                "--lines 2 --agents 3; --agents: expected 1..2, found 3",
                "--kinds kill-cat; found kill-cat",
                "--database oracle; expected h2, postgresql or sqlite, found oracle",
                "--kinds kill-database; [kill-database: h2 is in the destination's process]",
                "--sabotage rm; found rm",
                "--soak 15; expected a time up to 168h as 90s, 15m or 2h, found 15",
                "--soak 169h; found 169h",
                "--lines many; Invalid value for option '--lines'",
                "--fault 3; Unknown options: '--fault'",
            })
    void refusesWhatItCannotDo(String arguments, String message) {
        int status = run(arguments.split(" ", -1));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void refusesAFolderThatHoldsSomething(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("mine"));

        int status = run("--data", folder.toString());

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("--data: expected an empty folder, found things in");
    }

    @Test
    void namesAllKindsInItsHelp() {
        int status = run("--help");

        assertThat(status).isZero();
        for (FaultKind kind : FaultKind.values()) {
            assertThat(out.toString()).contains(kind.word());
        }
    }

    private int run(String... arguments) {
        CommandLine command = Prove.commandLine();
        command.setErr(new PrintWriter(err, true));
        command.setOut(new PrintWriter(out, true));
        return command.execute(arguments);
    }
}
