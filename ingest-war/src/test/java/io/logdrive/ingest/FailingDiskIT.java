package io.logdrive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logdrive.ingest.forward.Delivered;
import io.logdrive.ingest.forward.ScriptedDestination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T15 of RELIABILITY.md: a sync or a write of the journal fails at its Nth call. Nothing is
 * acknowledged by a sync that failed, the broker stops and says so, and goes on by itself when its
 * disk is well again.
 *
 * <p>{@code -Dlogdrive.test.faults=1,2,5,10,20} says at which calls.
 */
class FailingDiskIT {
    private static final String FAULTS = System.getProperty("logdrive.test.faults", "1");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** How long to listen for an acknowledgement that must not come. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    /** One at a time: what is synced is known to be what was sent last. */
    private final AcknowledgedSender sender = new AcknowledgedSender(1, 200, 1);

    @TempDir private Path data;

    /** Until when the calls are known. */
    private Instant traced = Instant.MAX;

    @Test
    void acknowledgesNothingAfterASyncThatFailed() throws Exception {
        assumeStrace();
        try (IngestProcessClient ingest = start(1)) {
            int port = ingest.portOrEnd();
            for (String nth : FAULTS.split(",", -1)) {
                List<SystemCallFaults.Call> calls =
                        fail(ingest, port, "fdatasync", "EIO", Integer.parseInt(nth));
                assertEveryAcknowledgementFollowsASyncThatDidNotFail(calls);
            }
        }
        assertDelivered();
    }

    @Test
    void losesNothingThatItAcknowledgedWhenAWriteFails() throws Exception {
        assumeStrace();
        try (IngestProcessClient ingest = start(1)) {
            int port = ingest.portOrEnd();
            for (String nth : FAULTS.split(",", -1)) {
                String error = Integer.parseInt(nth) % 2 == 0 ? "ENOSPC" : "EIO";
                fail(ingest, port, "write", error, Integer.parseInt(nth));
            }
        }
        assertDelivered();
    }

    /** Sends through the fault and after it; answers the traced calls. */
    private List<SystemCallFaults.Call> fail(
            IngestProcessClient ingest, int port, String call, String error, int nth)
            throws Exception {
        String name = call + " " + error + " at " + nth;
        assertThat(sender.send(port, sender.acknowledged() + 1)).as("before " + name).isTrue();
        long stops = ingest.askNumber("logdrive.queue.broker.stops");
        List<SystemCallFaults.Call> calls;
        // Only the journal syncs; others write, too.
        List<Path> paths = call.equals("write") ? journal() : List.of();
        try (SystemCallFaults faults =
                SystemCallFaults.inject(ingest.pid(), call, error, nth, paths)) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ingest.askNumber("logdrive.queue.broker.stops") == stops
                    && System.nanoTime() < deadline) {
                sender.send(port, sender.acknowledged() + 1, SILENCE);
            }
            assertThat(faults.failures()).as(name).isPositive();
            assertThat(ingest.askNumber("logdrive.queue.broker.stops"))
                    .as("%s: the broker stopped\n%s", name, ingest.log())
                    .isGreaterThan(stops);
            calls = faults.calls();
            traced = Instant.now();
        }
        await(name + ": goes on by itself")
                .atMost(PATIENCE)
                .until(() -> sender.send(port, sender.acknowledged() + 2, SILENCE));
        assertThat(ingest.log()).contains("broker-stopped").doesNotContain("queue-damaged");
        return calls;
    }

    private void assertEveryAcknowledgementFollowsASyncThatDidNotFail(
            List<SystemCallFaults.Call> calls) {
        for (AcknowledgedSender.Answered answered : sender.answered()) {
            if (answered.acknowledged().isAfter(traced)) {
                continue;
            }
            List<SystemCallFaults.Call> meanwhile =
                    calls.stream()
                            .filter(call -> call.at().isAfter(answered.sent()))
                            .filter(call -> call.at().isBefore(answered.acknowledged()))
                            .toList();
            if (!meanwhile.isEmpty()) {
                assertThat(meanwhile.get(meanwhile.size() - 1).failed())
                        .as("the last sync before the acknowledgement of %s failed", answered)
                        .isFalse();
            }
        }
    }

    /** The process was killed: what it had acknowledged comes from its files alone. */
    private void assertDelivered() throws IOException {
        try (ScriptedDestination destination = new ScriptedDestination(0);
                IngestProcessClient ingest = start(destination.address().getPort())) {
            assertThat(ingest.portOrEnd()).isPositive();
            await("all is delivered").atMost(PATIENCE).until(() -> ingest.askNumber("queued") == 0);
            assertThat(sender.acknowledged()).isEqualTo(sender.attempted());
            assertThat(sender.missingIn(Delivered.of(destination.frames()))).isEmpty();
        }
    }

    private List<Path> journal() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("broker/journal"))) {
            return files.filter(file -> file.toString().endsWith(".amq")).toList();
        }
    }

    private IngestProcessClient start(int destination) throws IOException {
        return new IngestProcessClient(List.of(), IngestProcessClient.options(data, destination));
    }

    private static void assumeStrace() throws IOException {
        String whyNot = SystemCallFaults.whyNot();
        assumeTrue(whyNot.isEmpty(), "T15 not run: " + whyNot);
    }
}
