package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file RESULTS.md: measurements, the latest last.
 *
 * <p>Immutable.
 *
 * @param file where it is
 */
record ResultsFile(Path file) {
    private static final String BEGINNING =
            """
            # Results

            Each section is the output of `benchmarks/run --record`; `benchmarks/run --help` says
            what is measured. Compare ratios to the floor of the same run, not figures of two runs:
            machines, and what else runs on them, differ.
            """;

    /** Adds a section. */
    void append(String report) throws IOException {
        if (!Files.exists(file)) {
            Files.writeString(file, BEGINNING);
        }
        Files.writeString(file, "\n" + report, StandardOpenOption.APPEND);
    }
}
