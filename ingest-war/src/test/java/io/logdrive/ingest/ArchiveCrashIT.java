package io.logdrive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.archive.ArchivedLines;
import io.logdrive.ingest.forward.ScriptedDestination;
import io.logdrive.payara.CrashPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive holds each line once and in order, however often ingest dies: at each named point, at
 * a late pass under load and at the first while it recovers, and by a kill at any moment.
 *
 * <p>{@code -Dlogdrive.test.kill-rounds=N} sets how many kills there are.
 */
class ArchiveCrashIT {
    private static final List<CrashPoint> POINTS =
            List.of(
                    CrashPoint.CHUNK_RECEIVED,
                    CrashPoint.ARCHIVE_WRITTEN,
                    CrashPoint.CONSUMER_COMMITTED,
                    CrashPoint.CONSUMER_NOTED,
                    CrashPoint.ARCHIVE_RENAMED,
                    CrashPoint.ARCHIVE_COMPRESSED);
    private static final int KILLS = Integer.getInteger("logdrive.test.kill-rounds", 5);
    private static final int CHUNK_LINES = 100;
    private static final long LINES_PER_START = 200_000;
    private static final Duration DRAIN_MAX = Duration.ofMinutes(3);

    private final AcknowledgedSender sender = new AcknowledgedSender(CHUNK_LINES, 150, 6);

    @TempDir private Path data;

    @Test
    void holdsEachLineOnceThroughEveryCrashPointAndAgainDuringRecovery() throws Exception {
        try (ScriptedDestination destination = new ScriptedDestination(0)) {
            for (CrashPoint point : POINTS) {
                crash(destination, point, 3);
                crash(destination, point, 1);
            }

            finish(destination);
        }
    }

    @Test
    void holdsEachLineOnceWhenItIsKilledAtAnyMoment() throws Exception {
        Random random = new Random(Seeds.next());
        try (ScriptedDestination destination = new ScriptedDestination(0)) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (IngestProcessClient ingest = start(destination)) {
                    int port = ingest.portOrEnd();
                    sender.send(port, sender.acknowledged() + random.nextInt(2_000, 40_000));
                }
            }

            finish(destination);
        }
    }

    private void crash(ScriptedDestination destination, CrashPoint point, int pass)
            throws Exception {
        String armed = point.word() + ":" + pass;
        try (IngestProcessClient ingest =
                start(destination, "-Dio.logdrive.drill.crash=" + armed)) {
            // A backlog may bring it to the point while it starts.
            int port = ingest.portOrEnd();
            if (port != 0) {
                sender.send(port, sender.acknowledged() + LINES_PER_START);
            }

            assertThat(ingest.awaitExit()).as("%s\n%s", armed, ingest.log()).isEqualTo(137);
            assertThat(ingest.log()).contains("crash-point reached=" + point.word());
        }
    }

    private void finish(ScriptedDestination destination) throws IOException {
        try (IngestProcessClient ingest = start(destination)) {
            int port = ingest.portOrEnd();
            assertThat(sender.send(port, sender.attempted() + CHUNK_LINES))
                    .as("all acknowledged\n%s", ingest.log())
                    .isTrue();
            await("the archive's queue is empty")
                    .atMost(DRAIN_MAX)
                    .until(() -> ingest.askNumber("consumed") == 0);
            await("all full files are compressed")
                    .atMost(DRAIN_MAX)
                    .until(
                            () ->
                                    ArchivedLines.files(files()).stream()
                                            .map(Path::toString)
                                            .allMatch(
                                                    n -> n.endsWith(".gz") || n.endsWith(".part")));
            assertThat(ingest.ask("violations")).isEqualTo("[]");
            assertThat(ingest.ask("stop")).isEqualTo("STOPPED");
        }
        List<String> lines = ArchivedLines.in(files());
        System.out.printf(
                "%d lines sent, %d archived in %d files%n",
                sender.attempted(), lines.size(), ArchivedLines.files(files()).size());
        assertThat(lines).hasSize((int) sender.attempted());
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i))
                    .contains("\"sequence\":" + i + ",")
                    .contains("\"message\":\"" + sender.line(i) + "\"");
        }
    }

    private Path files() {
        return data.resolve("archive");
    }

    private IngestProcessClient start(ScriptedDestination destination, String... options)
            throws IOException {
        List<String> all =
                new ArrayList<>(
                        IngestProcessClient.options(
                                data,
                                destination.address().getPort(),
                                "consumers=archive",
                                "consumer.archive.directory=" + files(),
                                "consumer.archive.compression=gzip",
                                "consumer.archive.rotate-bytes=256KiB",
                                "consumer.archive.commit-bytes=64KiB",
                                "consumer.archive.disk-free-min=16MiB"));
        all.addAll(List.of(options));
        return new IngestProcessClient(List.of(), all);
    }
}
