package io.logdrive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.consume.JournalFuzz;
import io.logdrive.ingest.listen.LineFramerFuzz;
import io.logdrive.ingest.listen.SyslogFramerFuzz;
import io.logdrive.ingest.process.ChunkFuzz;
import io.logdrive.ingest.process.LineFuzz;
import io.logdrive.ingest.process.RulesFuzz;
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
    /** One of Jazzer's classes. */
    private interface Fuzz {
        void feed(byte[] data) throws IOException;
    }

    private static void replay(Class<?> of, Fuzz fuzz) throws IOException {
        List<byte[]> corpus = corpus(of.getSimpleName());

        for (byte[] data : corpus) {
            fuzz.feed(data);
        }

        assertThat(corpus).hasSizeGreaterThan(10);
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

    @Test
    void linesOfTheCorpusBecomeCleanRecords() throws IOException {
        replay(LineFuzz.class, LineFuzz::fuzzerTestOneInput);
    }

    @Test
    void chunksOfTheCorpusBecomeRecordsOrDeadLetters() throws IOException {
        replay(ChunkFuzz.class, ChunkFuzz::fuzzerTestOneInput);
    }

    @Test
    void connectionsOfTheCorpusAreFramedAsAllAtOnce() throws IOException {
        replay(LineFramerFuzz.class, LineFramerFuzz::fuzzerTestOneInput);
    }

    @Test
    void syslogOfTheCorpusIsFramedAsAllAtOnce() throws IOException {
        replay(SyslogFramerFuzz.class, SyslogFramerFuzz::fuzzerTestOneInput);
    }

    @Test
    void rulesOfTheCorpusAreRefusedOrMakeCleanRecords() throws IOException {
        replay(RulesFuzz.class, RulesFuzz::fuzzerTestOneInput);
    }

    @Test
    void journalsOfTheCorpusAreReadOrSetAside() throws IOException {
        replay(JournalFuzz.class, JournalFuzz::fuzzerTestOneInput);
    }
}
