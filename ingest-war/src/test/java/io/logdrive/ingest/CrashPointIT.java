package io.logdrive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.forward.Delivered;
import io.logdrive.ingest.forward.ScriptedDestination;
import io.logdrive.payara.CrashPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T4 and T5 of RELIABILITY.md for ingest: the process dies at each named point, at its tenth pass
 * under load and again at its first while it recovers, and every line is delivered under one name.
 *
 * <p>{@code -Dlogdrive.test.crash-rounds=N} adds N rounds at random passes up to the 40th.
 */
class CrashPointIT {
    private static final Set<CrashPoint> POINTS =
            EnumSet.of(
                    CrashPoint.ENQUEUE_SENT,
                    CrashPoint.ENQUEUE_CONFIRMED,
                    CrashPoint.CHUNK_RECEIVED,
                    CrashPoint.BATCH_SENT,
                    CrashPoint.BATCH_ACKNOWLEDGED);
    private static final int ROUNDS = Integer.getInteger("logdrive.test.crash-rounds", 0);
    private static final int CHUNK_LINES = 10;

    /** More than any number of passes needs. */
    private static final long LINES_PER_START = 100_000;

    private static final Duration DRAIN_MAX = Duration.ofMinutes(3);

    private final AcknowledgedSender sender = new AcknowledgedSender(CHUNK_LINES, 100, 6);

    @TempDir private Path data;

    @Test
    void deliversEveryLineUnderOneNameThroughEveryCrashPointAndAgainDuringRecovery()
            throws Exception {
        try (ScriptedDestination destination = new ScriptedDestination(0)) {
            for (CrashPoint point : POINTS) {
                crash(destination, point, 10);
                crash(destination, point, 1);
            }
            long seed = Seeds.next();
            Random random = new Random(seed);
            for (int round = 0; round < ROUNDS; round++) {
                System.out.println("crash round " + round + " seed " + seed);
                for (CrashPoint point : POINTS) {
                    crash(destination, point, random.nextInt(1, 41));
                    crash(destination, point, random.nextInt(1, 3));
                }
            }

            finish(destination);
        }
    }

    /**
     * Nothing that ingest acknowledged, or was handed at all, may be missing; none has two texts.
     */
    private void finish(ScriptedDestination destination) throws IOException {
        try (IngestProcessClient ingest = start(destination)) {
            int port = ingest.portOrEnd();
            assertThat(sender.send(port, sender.attempted() + CHUNK_LINES))
                    .as("all acknowledged\n%s", ingest.log())
                    .isTrue();
            await("the queue is empty")
                    .atMost(DRAIN_MAX)
                    .until(() -> ingest.askNumber("queued") == 0);
            assertThat(ingest.ask("violations")).isEqualTo("[]");
            assertThat(ingest.ask("stop")).isEqualTo("STOPPED");
        }
        Delivered delivered = Delivered.of(destination.frames());
        System.out.printf(
                "%d lines through %d crashes, %d delivered again%n",
                sender.attempted(), POINTS.size() * 2 * (1 + ROUNDS), delivered.again());
        assertThat(sender.missingIn(delivered)).isEmpty();
        assertThat(delivered.rows()).hasSize(1);
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

    private IngestProcessClient start(ScriptedDestination destination, String... options)
            throws IOException {
        List<String> all =
                new ArrayList<>(
                        IngestProcessClient.options(
                                data,
                                destination.address().getPort(),
                                "batch.records-max=" + 2 * CHUNK_LINES));
        all.addAll(List.of(options));
        return new IngestProcessClient(List.of(), all);
    }
}
