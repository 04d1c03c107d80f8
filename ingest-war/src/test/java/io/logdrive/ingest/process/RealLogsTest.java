package io.logdrive.ingest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logdrive.ingest.listen.RealLogFraming;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logs of real systems, which are not part of this repository: the property {@code
 * logdrive.real-logs} or the variable {@code REAL_LOGS} names their folder. Skipped without them.
 */
class RealLogsTest {
    private static final Path FOLDER =
            Path.of(
                    Optional.ofNullable(System.getProperty("logdrive.real-logs"))
                            .or(() -> Optional.ofNullable(System.getProperty("real-logs")))
                            .or(() -> Optional.ofNullable(System.getenv("REAL_LOGS")))
                            .orElse("../../shared/real-logs"));

    @ParameterizedTest
    @ValueSource(
            strings = {"Apache", "HDFS", "Linux", "OpenSSH", "OpenStack", "Spark", "Zookeeper"})
    void makesOneRecordOfEachLineAndKeepsItsText(String system) throws IOException {
        byte[] file = read(system);
        List<LogRecord> records = new ArrayList<>();
        ChunkParser parser = new ChunkParser();

        for (Chunk chunk : RealLogFraming.chunks(file)) {
            parser.parse(chunk, records::add);
        }

        List<String> lines = new String(file, StandardCharsets.UTF_8).lines().toList();
        assertThat(records).hasSameSizeAs(lines);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).as("line %d", i).endsWith(records.get(i).body());
            if ((records.get(i).flags() & RecordFlags.UNPARSED) != 0) {
                assertThat(records.get(i).body()).isEqualTo(lines.get(i));
            }
        }
    }

    /** Issue 7: without any configuration; the table is on standard output. */
    @ParameterizedTest
    @EnumSource
    void findsTimeLevelAndComponentAsTheGroundTruthHasThem(RealLogTruth truth) throws IOException {
        assumeReadable(truth.log(FOLDER));

        RealLogTruth.Accuracy accuracy = truth.measure(FOLDER);

        System.out.println("real-logs " + accuracy);
        assertThat(accuracy.share()).as(accuracy.toString()).isGreaterThanOrEqualTo(0.99);
    }

    /** Issue 7: what is left takes at most five lines of configuration. */
    @Test
    void findsAllOfThemByFourLinesOfRules() throws IOException {
        assumeReadable(RealLogTruth.LINUX.log(FOLDER));
        RealLogTruth.Accuracy accuracy =
                RealLogTruth.LINUX.measure(FOLDER, RealLogTruth.LINUX_RULES);

        System.out.println("real-logs by rules " + accuracy);
        assertThat(accuracy.share()).as(accuracy.toString()).isEqualTo(1);
    }

    private static byte[] read(String system) throws IOException {
        Path file = FOLDER.resolve(system + "_2k.log");
        assumeReadable(file);
        return Files.readAllBytes(file);
    }

    private static void assumeReadable(Path file) {
        assumeTrue(
                Files.isReadable(file),
                () -> "real logs: expected " + file.toAbsolutePath() + ", found none: skipped");
    }
}
