package io.logdrive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.forward.Delivered;
import io.logdrive.ingest.forward.ScriptedDestination;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * R2 of RELIABILITY.md for all of ingest: while no descriptor is left neither listener nor broker
 * spins, nothing that was acknowledged is lost, and all goes on when there are some again.
 */
class FewDescriptorsIT {
    private static final int DESCRIPTORS = 200;
    private static final int CHUNK_LINES = 100;

    /** Three files of the journal, for which it needs descriptors. */
    private static final long LINES = 48_000;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir private Path data;
    private final AcknowledgedSender sender = new AcknowledgedSender(CHUNK_LINES, 1_000, 4);

    @Test
    void doesNotSpinWithoutADescriptorAndLosesNothing() throws Exception {
        try (ScriptedDestination destination = new ScriptedDestination(0);
                IngestProcessClient ingest = start(destination)) {
            int port = ingest.portOrEnd();
            assertThat(sender.send(port, CHUNK_LINES)).isTrue();
            CompletableFuture<Boolean> sending =
                    CompletableFuture.supplyAsync(() -> sender.send(port, LINES));
            await().atMost(PATIENCE)
                    .until(() -> ingest.askNumber("logdrive.listen.lines") > 2 * CHUNK_LINES);
            assertThat(ingest.askNumber("hog")).isPositive();
            try (Socket late = new Socket(InetAddress.getLoopbackAddress(), port)) {
                await().atMost(PATIENCE)
                        .until(() -> ingest.askNumber("logdrive.listen.accept.failures") >= 1);
                assertThat(late.isConnected()).isTrue();
                assertThat(cpuSharePerSecond(ingest)).as("CPU without work").isLessThan(0.8);
            }
            ingest.ask("release");

            if (!sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                await("a new connection goes on")
                        .atMost(PATIENCE)
                        .until(() -> sender.send(port, LINES));
            }
            await("the queue is empty")
                    .atMost(PATIENCE)
                    .until(() -> ingest.askNumber("queued") == 0);
            assertThat(ingest.log()).doesNotContain("queue-damaged");
            assertThat(sender.missingIn(Delivered.of(destination.frames()))).isEmpty();
        }
    }

    /** Of one core, once what was under way has come to its stand. */
    private static double cpuSharePerSecond(IngestProcessClient ingest) throws Exception {
        double share = 1;
        for (int attempt = 0; attempt < 30 && share > 0.5; attempt++) {
            long cpu = ingest.askNumber("cpu-millis");
            long begin = System.nanoTime();
            long failures = ingest.askNumber("logdrive.listen.accept.failures");
            await().atMost(PATIENCE)
                    .until(() -> ingest.askNumber("logdrive.listen.accept.failures") > failures);
            share = (ingest.askNumber("cpu-millis") - cpu) * 1e6 / (System.nanoTime() - begin);
        }
        return share;
    }

    /** With so many more descriptors than it has open when it is idle. */
    private IngestProcessClient start(ScriptedDestination destination) throws Exception {
        long open;
        List<String> options =
                IngestProcessClient.options(
                        data, destination.address().getPort(), "batch.records-max=1000");
        try (IngestProcessClient unlimited = new IngestProcessClient(List.of(), options)) {
            open = unlimited.askNumber("descriptors");
        }
        return new IngestProcessClient(
                List.of("prlimit", "--nofile=" + (open + DESCRIPTORS)), options);
    }
}
