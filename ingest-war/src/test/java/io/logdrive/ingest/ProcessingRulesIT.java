package io.logdrive.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines and rules through all parts of ingest: what its batches tell the ledger. */
class ProcessingRulesIT {
    private static final String DROPPED = "(dropped)";

    @TempDir private Path data;
    private ScriptedDestination destination;
    private Ingest ingest;

    @BeforeEach
    void start() throws IOException {
        write("rules: [{name: evens, when: {message: {matches: 'even$'}}, drop: true}]");
        destination = new ScriptedDestination(0);
        Map<String, String> settings = new HashMap<>();
        settings.put("listen.address", "127.0.0.1:0");
        settings.put("listen.syslog-udp.address", "off");
        settings.put("listen.chunk-lines-max", "7");
        settings.put("forward.address", "127.0.0.1:" + destination.address().getPort());
        settings.put("queue.disk-free-min", "16MiB");
        settings.put("queue.disk-ballast", "1MiB");
        settings.put("batch.age-max", "PT0.1S");
        settings.put("data", data.toString());
        settings.put("process.rules", file().toString());
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
    void whatARuleDropsIsFilteredInTheLedgerAndAllElseIsStored() throws IOException {
        send(0, 1_000);
        awaitDelivered(1_000);

        List<String> found = List.copyOf(outcomes().values());

        assertThat(found).hasSize(1_000);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).isEqualTo(i % 2 == 0 ? DROPPED : line(i));
        }
        ingest.checkInvariants();
        assertThat(ingest.violations()).isEmpty();
    }

    @Test
    void aChunkOfWhichAllIsDroppedAdvancesTheLedger() throws IOException {
        write("rules: [{when: {listener: lines}, drop: true}]");
        look();

        send(0, 100);
        awaitDelivered(100);

        assertThat(outcomes().values()).hasSize(100).containsOnly(DROPPED);
        assertThat(ingest.depth().snapshot().lines()).isZero();
    }

    @Test
    void rulesChangeBetweenChunksWhileLinesFlow() throws Exception {
        Thread sender = new Thread(() -> sendUnchecked(0, 40_000));
        sender.start();
        for (int i = 0; sender.isAlive() || i < 4; i++) {
            String last = i % 2 == 0 ? "odd" : "even";
            write("rules: [{when: {message: {matches: '" + last + "$'}}, drop: true}]");
            look();
            long mark = ingest.depth().acknowledgedHere();
            await().until(
                            () ->
                                    !sender.isAlive()
                                            || ingest.depth().acknowledgedHere() > mark + 500);
        }
        sender.join();
        awaitDelivered(40_000);

        Map<Long, String> found = outcomes();

        assertThat(found).hasSize(40_000);
        int dropped = 0;
        for (Map.Entry<Long, String> each : found.entrySet()) {
            int sequence = Math.toIntExact(each.getKey());
            assertThat(each.getValue()).isIn(DROPPED, line(sequence));
            dropped += each.getValue().equals(DROPPED) ? 1 : 0;
        }
        // Whichever is in force, it drops every second line of a chunk.
        assertThat(dropped).isBetween(15_000, 25_000);
        ingest.checkInvariants();
        assertThat(ingest.violations()).isEmpty();
    }

    private void look() {
        ingest.lookAtRules();
        ingest.lookAtRules();
    }

    private void sendUnchecked(int from, int to) {
        try {
            send(from, to);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void send(int from, int to) throws IOException {
        InetSocketAddress address = Objects.requireNonNull(ingest.server().address());
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            for (int i = from; i < to; i += 50) {
                StringBuilder lines = new StringBuilder();
                for (int n = i; n < Math.min(to, i + 50); n++) {
                    lines.append(line(n)).append('\n');
                }
                socket.getOutputStream().write(lines.toString().getBytes(UTF_8));
            }
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static String line(int n) {
        return n + (n % 2 == 0 ? " is even" : " is odd");
    }

    private void awaitDelivered(int lines) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> ingest.depth().acknowledgedHere() == lines);
    }

    /** What the ledger says became of each sequence: the message of those that are stored. */
    private Map<Long, String> outcomes() {
        Map<Long, String> found = new TreeMap<>();
        for (byte[] frame : destination.frames()) {
            Events events =
                    (Events)
                            new ForwardCodec(ForwardLimits.defaults())
                                    .decode(frame, 0, frame.length);
            ArrayDeque<LogRecord> records = new ArrayDeque<>();
            new RecordDecoder().decodeBatch(events.entries(), read -> records.add(read.decoded()));
            for (LedgerRun run : events.ledger()) {
                for (long sequence = run.first(); sequence <= run.last(); sequence++) {
                    String outcome =
                            run.outcome() == Outcome.FILTERED ? DROPPED : records.remove().body();
                    assertThat(found.put(sequence, outcome)).isNull();
                }
            }
            assertThat(records).isEmpty();
        }
        return found;
    }

    private Path file() {
        return data.resolve("rules.yaml");
    }

    private void write(String rules) throws IOException {
        Files.writeString(file(), rules);
    }
}
