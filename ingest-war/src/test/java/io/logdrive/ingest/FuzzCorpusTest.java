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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Jazzer found to reach new code ({@code system-test/fuzz --keep}), once more. */
class FuzzCorpusTest {
    /** One of Jazzer's classes. */
    private interface Fuzz {
        void feed(byte[] data) throws IOException;
    }

    private static void replay(Class<?> of, Fuzz fuzz) throws IOException {
        List<Path> corpus;
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz", of.getSimpleName()))) {
            corpus = files.toList();
        }

        for (Path file : corpus) {
            fuzz.feed(Files.readAllBytes(file));
        }

        assertThat(corpus).isNotEmpty();
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
