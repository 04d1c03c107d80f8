package io.logdrive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.forward.Delivered;
import io.logdrive.ingest.forward.ScriptedDestination;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T17 of RELIABILITY.md: chunks of 64 kB, more of them than Artemis reads ahead of its pages, on
 * loan all at once (M10). {@code -Dlogdrive.test.chunks=100000} for the long one: 7 GB of disk.
 */
class ChunkBacklogIT {
    private static final int CHUNKS = Integer.getInteger("logdrive.test.chunks", 1_500);
    private static final int CHUNK_LINES = 64;
    private static final int LINE_BYTES = 1_000;
    private static final Duration STALL_MAX = Duration.ofMinutes(2);

    @TempDir private Path data;
    private final AcknowledgedSender sender = new AcknowledgedSender(CHUNK_LINES, LINE_BYTES, 16);
    private final BitSet delivered = new BitSet();
    private int damaged;

    @Test
    void drainsWithoutAStallWhatIsMoreThanTheBrokerReadsAhead() throws Exception {
        try (ScriptedDestination destination = new ScriptedDestination(0)) {
            destination.handTo(this::deliver);
            destination.acknowledge(false);
            try (IngestProcessClient ingest = start(destination.address().getPort())) {
                long lines = (long) CHUNKS * CHUNK_LINES;
                assertThat(sender.send(ingest.portOrEnd(), lines)).as(() -> sender.end()).isTrue();
                assertThat(ingest.askNumber("queued")).isEqualTo(lines);
                // By now as much is on loan as the bounds allow; none of it was answered.
                destination.acknowledge(true);
                destination.resetAll();

                long queued = lines;
                while (queued > 0) {
                    long before = queued;
                    await("a queue of " + before + " lines shrinks")
                            .atMost(STALL_MAX)
                            .until(() -> ingest.askNumber("queued") < before);
                    queued = ingest.askNumber("queued");
                }
                assertThat(ingest.ask("violations")).isEqualTo("[]");
            }
            synchronized (this) {
                assertThat(delivered.cardinality()).isEqualTo(CHUNKS * CHUNK_LINES);
                assertThat(damaged).isZero();
            }
        }
    }

    private synchronized void deliver(byte[] frame) {
        NavigableMap<Long, String> texts = Delivered.of(List.of(frame)).of(sender.origin());
        texts.forEach(
                (sequence, text) -> {
                    delivered.set((int) (long) sequence);
                    damaged += text.equals(sender.line(sequence)) ? 0 : 1;
                });
    }

    private IngestProcessClient start(int destination) throws Exception {
        List<String> options =
                IngestProcessClient.options(
                        data,
                        destination,
                        "batch.records-max=10000",
                        "forward.bytes-in-flight-max=96MiB");
        // On loan a chunk is held twice: as it came, and in its batch.
        options.set(0, "-Xmx640m");
        return new IngestProcessClient(List.of(), options);
    }
}
