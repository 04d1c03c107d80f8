package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What Jazzer found to reach new code ({@code system-test/fuzz --keep}), once more. */
class FuzzCorpusTest {
    @Test
    void framesOfTheCorpusCauseNothingElseThanRefusals() throws IOException {
        List<byte[]> corpus = corpus("ForwardFuzz");

        for (byte[] data : corpus) {
            ForwardFuzz.fuzzerTestOneInput(data);
        }

        assertThat(corpus).hasSizeGreaterThan(100);
    }

    /** The seeds, and what was found. */
    private static List<byte[]> corpus(String name) throws IOException {
        Path folder = Path.of("src/test/fuzz", name);
        List<byte[]> corpus = new ArrayList<>();
        try (Stream<Path> seeds = Files.list(folder)) {
            for (Path seed : seeds.filter(each -> each.toString().contains("seed-")).toList()) {
                corpus.add(Files.readAllBytes(seed));
            }
        }
        try (ZipFile found = new ZipFile(folder.resolve("found.zip").toFile())) {
            for (ZipEntry each : Collections.list(found.entries())) {
                corpus.add(found.getInputStream(each).readAllBytes());
            }
        }
        return corpus;
    }
}
