package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import one.convert.Arguments;
import one.convert.JfrToFlame;

/** A JFR recording as a flame graph: a page of HTML that needs no other file. Thread-safe. */
final class FlameGraph {
    /** What an empty one does not have; the converter writes a page without samples as well. */
    private static final String SAMPLE = "\nu(";

    private FlameGraph() {}

    /**
     * Writes the samples of {@code recording} to {@code html}.
     *
     * @throws BenchmarkException when it holds none
     */
    static void write(Path recording, Path html, String title) throws IOException {
        Arguments arguments = new Arguments("--title", title);
        JfrToFlame.convert(recording.toString(), html.toString(), arguments);
        if (!Files.readString(html).contains(SAMPLE)) {
            throw new BenchmarkException(
                    "flame graph: expected samples in " + recording + ", found none");
        }
    }
}
