package io.logdrive.ingest.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker's files damaged while it was stopped: it starts with what is readable. */
class DamagedQueueIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int SMALL = 100;

    @TempDir private Path folder;
    private Path data;
    private QueueConfig config;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private EmbeddedBroker broker;
    private BrokerKeeper keeper;
    private BrokerConnector connector;
    private QueueDepth depth;
    private QueueEvents events;
    private ArtemisChunkQueue queue;
    private Thread sender;

    @BeforeEach
    void start() {
        data = folder.resolve("broker");
        config = new QueueConfig("", "", "", data, 8L << 20, 16L << 20);
        depth = QueueDepth.open(folder.resolve("depth"));
        events = new QueueEvents(registry, depth);
        broker = new EmbeddedBroker(config);
        keeper = new BrokerKeeper(broker, config, depth, events);
        keeper.start();
        connector = new BrokerConnector(broker.url(), "", "");
        queue = keeper.queue(connector, config);
        sender = new Thread(queue, "test-enqueue");
        sender.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        queue.close(System.nanoTime() + TimeUnit.SECONDS.toNanos(30));
        connector.close();
        sender.join(60_000);
        keeper.close();
        broker.close();
    }

    @Test
    void passesOverABitFlippedInTheFrameOfARecord() throws Exception {
        enqueue(50, SMALL);
        stop();
        Path file = dataFile();
        flip(file, RecordScan.ofJournal(file).wholeBytes() / 2, 2_000);

        start();

        report("flip in frame");
    }

    @Test
    void trunc() throws Exception {
        enqueue(50, SMALL);
        stop();
        Path file = dataFile();
        truncate(file, RecordScan.ofJournal(file).wholeBytes() / 2);
        start();
        report("truncated journal");
    }

    @Test
    void empty() throws Exception {
        enqueue(50, SMALL);
        stop();
        truncate(dataFile(), 0);
        start();
        report("empty journal");
    }

    @Test
    void header() throws Exception {
        enqueue(50, SMALL);
        stop();
        flip(dataFile(), 0, 16);
        start();
        report("journal header garbage");
    }

    @Test
    void bindingsMissing() throws Exception {
        enqueue(50, SMALL);
        stop();
        for (Path file : files(data.resolve("bindings"), ".bindings")) {
            Files.delete(file);
        }
        start();
        report("bindings missing");
    }

    @Test
    void bindingsGarbage() throws Exception {
        enqueue(50, SMALL);
        stop();
        for (Path file : files(data.resolve("bindings"), ".bindings")) {
            flip(file, 16, 5000);
        }
        start();
        report("bindings garbage");
    }

    @Test
    void pageTruncated() throws Exception {
        enqueue(2_500, 40_000);
        stop();
        List<Path> pages = pages();
        System.out.println("pages " + pages.size());
        truncate(pages.get(0), Files.size(pages.get(0)) / 2);
        start();
        report("first page truncated");
    }

    @Test
    void pageGarbage() throws Exception {
        enqueue(2_500, 40_000);
        stop();
        flip(pages().get(1), 0, 1 << 20);
        start();
        report("second page garbage");
    }

    @Test
    void pageBindingsMissing() throws Exception {
        enqueue(2_500, 40_000);
        stop();
        for (Path file : files(data.resolve("bindings"), ".bindings")) {
            Files.delete(file);
        }
        start();
        report("paged, bindings missing");
    }

    private void report(String what) {
        Set<Long> got = drain();
        keeper.run1();
        System.out.println(
                "CASE " + what + ": received " + got.size() + " aside " + keeper.status().damaged() + " " + list());
    }

    private List<String> list() {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(Files::isRegularFile).map(p -> data.relativize(p).toString()).filter(p -> p.startsWith("damaged")).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private Set<Long> drain() {
        Set<Long> received = new TreeSet<>();
        ArtemisChunkSource source = new ArtemisChunkSource(connector, depth, events);
        long quiet = System.nanoTime();
        while (System.nanoTime() - quiet < 3_000_000_000L) {
            Delivery delivery = source.receive(100);
            if (delivery != null) {
                received.add(delivery.chunk().first());
                source.acknowledge(delivery);
                quiet = System.nanoTime();
            }
        }
        source.close();
        return received;
    }

    private void enqueue(int count, int bytes) {
        byte[] body = "x".repeat(bytes).getBytes(UTF_8);
        for (int i = 0; i < count; i++) {
            Chunk chunk =
                    new Chunk(
                            Chunks.origin(1),
                            i,
                            1,
                            Chunks.RECEIVED,
                            Chunk.Format.LINES,
                            body,
                            new BitSet());
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> queue.enqueue(chunk, () -> {}) == Enqueued.ACCEPTED);
        }
        await().atMost(PATIENCE).until(() -> queue.unconfirmedBytes() == 0);
    }

    private Path dataFile() throws IOException {
        Path best = null;
        for (Path file : files(data.resolve("journal"), ".amq")) {
            if (best == null
                    || RecordScan.ofJournal(file).wholeBytes()
                            > RecordScan.ofJournal(best).wholeBytes()) {
                best = file;
            }
        }
        return best;
    }

    private List<Path> pages() throws IOException {
        return files(data.resolve("paging"), ".page");
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(ending))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    private static void flip(Path file, long at, int count) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate(count);
            channel.read(bytes, at);
            for (int i = 0; i < bytes.position(); i++) {
                bytes.put(i, (byte) ~bytes.get(i));
            }
            bytes.flip();
            channel.write(bytes, at);
        }
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}
