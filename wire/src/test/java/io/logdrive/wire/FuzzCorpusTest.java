package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Jazzer found to reach new code ({@code system-test/fuzz --keep}), once more. */
class FuzzCorpusTest {
    @Test
    void framesOfTheCorpusCauseNothingElseThanRefusals() throws IOException {
        List<Path> corpus;
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/ForwardFuzz"))) {
            corpus = files.toList();
        }

        for (Path file : corpus) {
            ForwardFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
        }

        assertThat(corpus).hasSizeGreaterThan(4);
    }
}
