package io.logdrive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.forward.ScriptedDestination;
import io.logdrive.payara.Settings;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.ForwardMessage.Events;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Outcome;
import io.logdrive.wire.RecordDecoder;
import io.logdrive.wire.RecordFlags;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines and filtered sequences through all parts of ingest: what its batches tell the ledger. */
class FilteredLedgerIT {
    @TempDir private Path data;
    private ScriptedDestination destination;
    private Ingest ingest;

    @BeforeEach
    void start() throws IOException {
        destination = new ScriptedDestination(0);
        Map<String, String> settings = new HashMap<>();
        settings.put("listen.address", "127.0.0.1:0");
        settings.put("listen.syslog-udp.address", "127.0.0.1:0");
        settings.put("listen.chunk-lines-max", "50");
        settings.put("forward.address", "127.0.0.1:" + destination.address().getPort());
        settings.put("queue.disk-free-min", "16MiB");
        settings.put("queue.disk-ballast", "1MiB");
        settings.put("batch.age-max", "PT0.1S");
        settings.put("data", data.toString());
        Map<String, String> keys = new HashMap<>();
        settings.forEach((key, value) -> keys.put(IngestConfig.PREFIX + key, value));
        ingest = new Ingest(IngestConfig.read(Settings.ofMap(keys)), Thread::new);
        ingest.start();
    }

    @AfterEach
    void stop() throws IOException {
        ingest.stop();
        destination.close();
    }

    @Test
    void everySequenceIsStoredOrFiltered() throws IOException {
        long seed = Seeds.next();
        MarkedLines sent = new MarkedLines(new Random(seed));
        InetSocketAddress address = Objects.requireNonNull(ingest.server().address());
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
            for (int i = 0; i < 40; i++) {
                MarkedLines.Frame frame = sent.next(300);
                socket.getOutputStream().write(frame.bytes());
                assertThat(socket.getInputStream().readNBytes(frame.answer().length))
                        .isEqualTo(frame.answer());
            }
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> ingest.depth().snapshot().lines() == 0);
        ingest.checkInvariants();

        Map<Long, MarkedLines.Line> found = new TreeMap<>();
        destination.frames().forEach(frame -> read(frame, sent, found));

        assertThat(found.values()).as("seed %d", seed).containsExactlyElementsOf(sent.lines());
        assertThat(ingest.depth().acknowledgedHere()).isEqualTo(sent.lines().size());
        assertThat(ingest.violations()).isEmpty();
    }

    /** What the ledger says became of each sequence, with the record of those that are stored. */
    private static void read(byte[] frame, MarkedLines sent, Map<Long, MarkedLines.Line> found) {
        Events events =
                (Events) new ForwardCodec(ForwardLimits.defaults()).decode(frame, 0, frame.length);
        ArrayDeque<LogRecord> records = new ArrayDeque<>();
        new RecordDecoder().decodeBatch(events.entries(), read -> records.add(read.decoded()));
        for (LedgerRun run : events.ledger()) {
            assertThat(run.origin()).isEqualTo(sent.origin());
            for (long sequence = run.first(); sequence <= run.last(); sequence++) {
                assertThat(found.put(sequence, line(run.outcome(), records))).isNull();
            }
        }
        assertThat(records).isEmpty();
    }

    private static MarkedLines.Line line(Outcome outcome, ArrayDeque<LogRecord> records) {
        if (outcome == Outcome.FILTERED) {
            return new MarkedLines.Line(null, false);
        }
        assertThat(outcome).isEqualTo(Outcome.STORED);
        LogRecord next = records.remove();
        boolean truncated = (next.flags() & RecordFlags.TRUNCATED) != 0;
        return new MarkedLines.Line(next.body(), truncated);
    }
}
