package io.logdrive.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.query.QueryFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Jazzer found to reach new code ({@code system-test/fuzz --keep}), once more. */
class FuzzCorpusTest {
    @Test
    void parametersOfTheCorpusAreRefusedOrBecomeSqlOfOurWords() throws IOException {
        List<Path> corpus;
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/QueryFuzz"))) {
            corpus = files.toList();
        }

        for (Path file : corpus) {
            QueryFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
        }

        assertThat(corpus).hasSizeGreaterThan(4);
    }
}
