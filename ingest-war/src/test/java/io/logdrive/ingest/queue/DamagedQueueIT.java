package io.logdrive.ingest.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final long LAST = 1_000_000;

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
    void passesOverADamagedRecordAndKeepsTheFileAside() throws Exception {
        enqueue(50, SMALL);
        stop();
        Path file = journalFile();
        flip(file, RecordScan.ofJournal(file).wholeBytes() / 2, 2_000);

        start();

        assertThat(drain()).hasSizeBetween(40, 49).contains(0L, 49L);
        assertSetAside("journal-activemq-data-");
    }

    @Test
    void readsWhatIsLeftOfATruncatedJournal() throws Exception {
        enqueue(50, SMALL);
        stop();
        Path file = journalFile();
        truncate(file, RecordScan.ofJournal(file).wholeBytes() / 2);

        start();

        assertThat(drain()).hasSizeBetween(20, 30).contains(0L);
        assertSetAside("journal-activemq-data-");
    }

    @Test
    void startsWithoutAJournalFileThatIsEmptyOrHasNoHeader() throws Exception {
        enqueue(10, SMALL);
        stop();
        truncate(journalFile(), 0);
        start();
        assertThat(drain()).isEmpty();
        assertSetAside("journal-activemq-data-");

        enqueue(10, SMALL);
        stop();
        flip(journalFile(), 0, 16);
        start();
        assertThat(drain()).isEmpty();
        assertThat(registry.counter("logdrive.queue.damaged").count()).isEqualTo(2);
    }

    @Test
    void goesBackToTheCopyOfTheBindingsWhenTheyAreGoneOrDamaged() throws Exception {
        enqueue(50, SMALL);
        stop();
        for (Path file : files(data.resolve("bindings"), ".bindings")) {
            Files.delete(file);
        }
        start();
        assertSetAside("bindings");
        looks();
        stop();
        for (Path file : files(data.resolve("bindings"), ".bindings")) {
            flip(file, 16, 5_000);
        }
        start();
        looks();
        stop();
        for (Path file : files(data.resolve("bindings"), ".bindings")) {
            flip(file, 60, 1);
        }
        start();

        assertThat(drain()).hasSize(50);
        assertThat(registry.counter("logdrive.queue.damaged").count()).isEqualTo(3);
    }

    @Test
    void setsEverythingAsideWhenTheBindingsAndTheirCopyAreGone() throws Exception {
        enqueue(50, SMALL);
        stop();
        for (Path file : files(data, ".bindings")) {
            Files.delete(file);
        }

        start();

        assertThat(drain()).isEmpty();
        assertSetAside("journal");
    }

    @Test
    void passesOverDamagedPagesAndKeepsThemAside() throws Exception {
        enqueue(2_500, 40_000);
        stop();
        List<Path> pages = files(data.resolve("paging"), ".page");
        assertThat(pages).hasSizeGreaterThan(2);
        truncate(pages.get(0), Files.size(pages.get(0)) / 2 + 7);
        flip(pages.get(1), 0, 1 << 20);

        start();

        assertThat(drain()).hasSizeBetween(1_900, 2_200).contains(0L, 2_499L);
        assertSetAside("000000001.page");
        assertSetAside("000000002.page");
        assertThat(missingAtRest()).isPositive();
    }

    @Test
    void cutsTheIncompleteEndThatACrashLeavesOfTheNewestPage() throws Exception {
        enqueue(2_500, 40_000);
        stop();
        List<Path> pages = files(data.resolve("paging"), ".page");
        Path newest = pages.get(pages.size() - 1);
        truncate(newest, Files.size(newest) - 100);

        start();

        assertThat(drain()).hasSize(2_499);
        assertThat(keeper.status().damaged()).isEmpty();
    }

    @Test
    void putsAChunkWhoseBytesChangedAmongTheDeadLetters() throws Exception {
        enqueue(50, 10_000);
        stop();
        flip(journalFile(), 20 * 10_500 + 5_000, 10);

        start();

        assertThat(drain()).hasSize(49);
        assertThat(registry.counter("logdrive.queue.refused").count()).isEqualTo(1);
    }

    @Test
    void refusesADirectoryThatIsInUseAndTouchesNothingInIt() throws Exception {
        enqueue(1, SMALL);
        BrokerKeeper second = new BrokerKeeper(new EmbeddedBroker(config), config, depth, events);

        assertThatThrownBy(second::start)
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessage(
                        "embedded broker: cannot start: expected "
                                + data
                                + " to be free, found it in use by another process");

        assertThat(drain()).hasSize(1);
    }

    private void assertSetAside(String part) throws IOException {
        assertThat(keeper.status().damaged()).isNotEmpty();
        List<String> aside = new ArrayList<>();
        for (String name : keeper.status().damaged()) {
            for (Path file : files(data.resolve(name), "")) {
                aside.add(data.resolve(name).relativize(file).toString());
            }
        }
        assertThat(aside).anyMatch(name -> name.contains(part));
        assertThat(registry.counter("logdrive.queue.damaged").count()).isPositive();
    }

    /** All up to a chunk that is sent now: the queue keeps the order. */
    private Set<Long> drain() {
        offer(LAST, "last".getBytes(UTF_8));
        Set<Long> received = new TreeSet<>();
        ArtemisChunkSource source = new ArtemisChunkSource(connector, depth, events);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!received.contains(LAST) && System.nanoTime() < deadline) {
            Delivery delivery = source.receive(100);
            if (delivery != null) {
                received.add(delivery.chunk().first());
                source.acknowledge(delivery);
            }
        }
        source.close();
        assertThat(received.remove(LAST)).isTrue();
        looks();
        return received;
    }

    private long missingAtRest() {
        return depth.settle().chunks();
    }

    private void looks() {
        for (int look = 0; look < 8; look++) {
            keeper.step();
        }
    }

    private void enqueue(int count, int bytes) {
        byte[] body = "x".repeat(bytes).getBytes(UTF_8);
        for (int i = 0; i < count; i++) {
            offer(i, body);
        }
        await().atMost(PATIENCE).until(() -> queue.unconfirmedBytes() == 0);
        looks();
    }

    private void offer(long first, byte[] body) {
        Chunk chunk =
                new Chunk(
                        Chunks.origin(1),
                        first,
                        1,
                        Chunks.RECEIVED,
                        Chunk.Format.LINES,
                        body,
                        new BitSet());
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(
                        () -> {
                            keeper.step();
                            return queue.enqueue(chunk, () -> {}) == Enqueued.ACCEPTED;
                        });
    }

    /** The file of the journal that holds most. */
    private Path journalFile() throws IOException {
        List<Path> files = files(data.resolve("journal"), ".amq");
        Path most = files.get(0);
        for (Path file : files) {
            if (RecordScan.ofJournal(file).wholeBytes() > RecordScan.ofJournal(most).wholeBytes()) {
                most = file;
            }
        }
        return most;
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
