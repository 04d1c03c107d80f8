package io.logdrive.ingest.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chunk that its sender sends again is queued once, unless the broker may have lost it. */
class DuplicateChunkIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir private Path folder;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicInteger confirmed = new AtomicInteger();
    private EmbeddedBroker broker;
    private QueueConfig config;
    private BrokerConnector connector;
    private QueueDepth depth;
    private QueueEvents events;
    private ArtemisChunkQueue queue;
    private Thread sender;

    @BeforeEach
    void start() {
        config = new QueueConfig("", "", "", folder.resolve("broker"), 8L << 20, 16L << 20);
        depth = QueueDepth.open(folder.resolve("depth"));
        events = new QueueEvents(registry, depth);
        broker = new EmbeddedBroker(config);
        broker.start();
        connector = new BrokerConnector(broker.url(), "", "");
        queue = new ArtemisChunkQueue(connector, config, depth, events);
        sender = new Thread(queue, "test-enqueue");
        sender.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        queue.close(System.nanoTime() + TimeUnit.SECONDS.toNanos(30));
        connector.close();
        sender.join(60_000);
        broker.close();
    }

    @Test
    void queuesAChunkOnceThatIsSentTwice() {
        send(OriginKind.FORWARD_CHUNK, 0, 2);
        send(OriginKind.FORWARD_CHUNK, 0, 2);

        assertThat(queued()).containsExactly("0+2");
        assertThat(registry.counter("logdrive.queue.duplicate").count()).isEqualTo(2);
        QueueFigures figures = queue.figures();
        assertThat(figures.acceptedLines()).isEqualTo(5);
        assertThat(figures.confirmedLines()).isEqualTo(3);
        assertThat(figures.duplicateLines()).isEqualTo(2);
    }

    @Test
    void takesALongerChunkUnderTheSameName() {
        send(OriginKind.FORWARD_CHUNK, 0, 2);
        send(OriginKind.FORWARD_CHUNK, 0, 3);

        assertThat(queued()).containsExactly("0+2", "0+3");
    }

    /** T8: the destination keeps the first text and counts the second, which must come to it. */
    @Test
    void takesTheSameSequencesWithAnotherText() {
        send(OriginKind.FORWARD_CHUNK, 0, 2);
        send(OriginKind.FORWARD_CHUNK, 0, 2, "other\n");
        send(OriginKind.FORWARD_CHUNK, 0, 2, "other\n");

        assertThat(queued()).containsExactly("0+2", "0+2");
    }

    @Test
    void takesAChunkAgainFromABrokerThatMayHaveLostIt() {
        send(OriginKind.FORWARD_CHUNK, 0, 2);
        broker.close();
        await().atMost(PATIENCE).until(() -> !queue.isConnected());
        broker.start();
        await().atMost(PATIENCE).until(queue::isConnected);

        send(OriginKind.FORWARD_CHUNK, 0, 2);

        assertThat(queued()).containsExactly("0+2", "0+2");
    }

    @Test
    void remembersNothingOfSendersThatNeverSendAgain() {
        send(OriginKind.LINES, 0, 2);
        send(OriginKind.LINES, 0, 2);

        assertThat(queued()).containsExactly("0+2", "0+2");
    }

    private void send(OriginKind kind, long first, int lines) {
        send(kind, first, lines, "line\n");
    }

    private void send(OriginKind kind, long first, int lines, String line) {
        Origin origin = new Origin(new UUID(0, 1), kind, "127.0.0.1:1", "127.0.0.1", "");
        byte[] body = line.repeat(lines).getBytes(UTF_8);
        int before = confirmed.get();
        Chunk chunk =
                new Chunk(
                        origin,
                        first,
                        lines,
                        Chunks.RECEIVED,
                        Chunk.Format.LINES,
                        body,
                        new BitSet());
        assertThat(queue.enqueue(chunk, confirmed::incrementAndGet)).isEqualTo(Enqueued.ACCEPTED);
        await().atMost(PATIENCE).until(() -> confirmed.get() > before);
    }

    /** All, up to one more that is sent now. */
    private List<String> queued() {
        send(OriginKind.LINES, 999, 1);
        List<String> names = new ArrayList<>();
        ArtemisChunkSource source = new ArtemisChunkSource(connector, depth, events);
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            Delivery delivery = source.receive(100);
                            if (delivery != null) {
                                Chunk chunk = delivery.chunk();
                                names.add(chunk.first() + "+" + chunk.lines());
                                source.acknowledge(delivery);
                            }
                            return names.contains("999+1");
                        });
        source.close();
        names.remove("999+1");
        return names;
    }
}
