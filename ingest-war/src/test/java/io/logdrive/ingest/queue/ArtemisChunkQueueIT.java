package io.logdrive.ingest.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineMarks;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtemisChunkQueueIT {
    private static final Origin ORIGIN =
            new Origin(UUID.randomUUID(), OriginKind.LINES, "127.0.0.1:4711", "", "");

    @TempDir private Path folder;
    private QueueConfig config;
    private EmbeddedBroker broker;
    private BrokerConnector connector;
    private QueueDepth depth;
    private ArtemisChunkQueue queue;
    private ArtemisChunkSource source;
    private Thread sender;

    @BeforeEach
    void start() {
        config = new QueueConfig("", "", "", folder.resolve("broker"), 8L << 20, 16L << 20);
        broker = new EmbeddedBroker(config);
        broker.start();
        connector = new BrokerConnector(broker.url(), "", "");
        depth = QueueDepth.open(folder.resolve("depth"));
        QueueEvents events = new QueueEvents(new SimpleMeterRegistry(), depth);
        queue = new ArtemisChunkQueue(connector, config, depth, events);
        source = new ArtemisChunkSource(connector, depth, events);
        sender = new Thread(queue, "test-enqueue");
        sender.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        queue.close(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));
        sender.join(10_000);
        source.close();
        connector.close();
        broker.close();
        assertThat(sender.isAlive()).isFalse();
    }

    @Test
    void deliversWhatWasEnqueuedWithAllItsProperties() {
        Chunk chunk = chunk(7, "a\nb\n", 2);
        chunk.truncated().set(1);

        AtomicInteger confirmed = new AtomicInteger();
        assertThat(queue.enqueue(chunk, confirmed::incrementAndGet)).isEqualTo(Enqueued.ACCEPTED);
        Delivery delivery = receive();

        Chunk received = delivery.chunk();
        assertThat(received.origin()).isEqualTo(ORIGIN);
        assertThat(received.first()).isEqualTo(7);
        assertThat(received.lines()).isEqualTo(2);
        assertThat(received.receivedMicros()).isEqualTo(123);
        assertThat(received.format()).isEqualTo(Chunk.Format.LINES);
        assertThat(received.body()).asString(UTF_8).isEqualTo("a\nb\n");
        assertThat(received.truncated()).isEqualTo(chunk.truncated());
        await().until(() -> confirmed.get() == 1);
        source.acknowledge(delivery);
        assertThat(depth.snapshot()).isEqualTo(Volume.NONE);
    }

    @Test
    void deliversWhatAnAgentSaysOfItsLinesHoweverMuchThatIs() {
        FilteredRuns.Builder filtered = new FilteredRuns.Builder();
        BitSet truncated = new BitSet();
        for (int i = 0; i < 10_000; i++) {
            filtered.add(2 * i, 1);
            truncated.set(i);
        }
        String large = "\u00e9".repeat(LineAttributes.BYTES_MAX / 2);
        LineAttributes attributes = new LineAttributes(null, null, List.of(large), Map.of());
        LineMarks marks = new LineMarks(truncated, filtered.build(), attributes);
        byte[] body = new byte[2 << 20];
        Chunk chunk = new Chunk(ORIGIN, 7, 20_000, 123, Chunk.Format.TEXTS, body, marks);

        assertThat(queue.enqueue(chunk, () -> {})).isEqualTo(Enqueued.ACCEPTED);
        Delivery delivery = receive();

        assertThat(delivery.chunk().marks()).isEqualTo(marks);
        assertThat(delivery.chunk().format()).isEqualTo(Chunk.Format.TEXTS);
        assertThat(delivery.chunk().kept()).isEqualTo(10_000);
        assertThat(delivery.chunk().body()).isEqualTo(body);
        source.acknowledge(delivery);
        assertThat(depth.snapshot()).isEqualTo(Volume.NONE);
    }

    @Test
    void confirmsEachChunkOnceAndKeepsTheOrder() {
        int count = 2_000;
        List<Long> confirmed = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < count; i++) {
            long first = i;
            assertThat(queue.enqueue(chunk(first, "line\n", 1), () -> confirmed.add(first)))
                    .isEqualTo(Enqueued.ACCEPTED);
        }

        List<Long> received = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Delivery delivery = receive();
            received.add(delivery.chunk().first());
            source.acknowledge(delivery);
        }

        assertThat(received).hasSize(count).isSorted().doesNotHaveDuplicates();
        await().until(() -> confirmed.size() == count);
        assertThat(confirmed).isSorted();
        assertThat(depth.snapshot()).isEqualTo(Volume.NONE);
    }

    @Test
    void deliversAgainWhatWasNotAcknowledgedAndOnlyThat() {
        for (int i = 0; i < 5; i++) {
            queue.enqueue(chunk(i, "line\n", 1), () -> {});
        }
        List<Delivery> loans = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            loans.add(receive());
        }
        source.acknowledge(loans.get(1));
        source.acknowledge(loans.get(3));
        source.close();

        List<Long> again = new ArrayList<>();
        source = new ArtemisChunkSource(connector, depth, events());
        for (int i = 0; i < 3; i++) {
            Delivery delivery = receive();
            again.add(delivery.chunk().first());
            source.acknowledge(delivery);
        }

        assertThat(again).containsExactly(0L, 2L, 4L);
        assertThat(source.receive(200)).isNull();
        assertThat(depth.snapshot()).isEqualTo(Volume.NONE);
    }

    @Test
    void keepsChunksAndDepthThroughARestartOfTheBroker() throws InterruptedException {
        queue.enqueue(chunk(0, "a\nb\nc\n", 3), () -> {});
        await().until(() -> depth.snapshot().lines() == 3);
        stop();

        start();

        assertThat(depth.snapshot()).isEqualTo(new Volume(1, 3, 6));
        assertThat(receive().chunk().lines()).isEqualTo(3);
    }

    @Test
    void carriesAChunkOfManyMegabytes() {
        String line = "x".repeat(12 << 20) + "\n";

        queue.enqueue(chunk(0, line, 1), () -> {});
        Delivery delivery = receive();

        assertThat(delivery.chunk().body()).hasSize(line.length());
        source.acknowledge(delivery);
    }

    @Test
    void refusesWhatExceedsTheBoundOnUnconfirmedBytes() {
        ArtemisChunkQueue unsent = new ArtemisChunkQueue(connector, config, depth, events());
        byte[] large = new byte[5 << 20];
        Chunk chunk = new Chunk(ORIGIN, 0, 1, 123, Chunk.Format.LINES, large, new BitSet());

        assertThat(unsent.enqueue(chunk, () -> {})).isEqualTo(Enqueued.ACCEPTED);
        assertThat(unsent.enqueue(chunk, () -> {})).isEqualTo(Enqueued.FULL);
        assertThat(unsent.unconfirmedBytes()).isEqualTo(5 << 20);
    }

    @Test
    void refusesChunksOnceClosed() throws InterruptedException {
        queue.close(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));

        assertThat(queue.enqueue(chunk(0, "a\n", 1), () -> {})).isEqualTo(Enqueued.CLOSED);
    }

    @Test
    void sendsAgainInTheOldOrderWhenTheBrokerComesBack() {
        await().until(queue::isConnected);
        broker.close();
        for (int i = 0; i < 10; i++) {
            queue.enqueue(chunk(i, "line\n", 1), () -> {});
        }
        broker = new EmbeddedBroker(config);
        broker.start();

        List<Long> received = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Delivery delivery = receive();
            received.add(delivery.chunk().first());
            source.acknowledge(delivery);
        }

        assertThat(received).isSorted().contains(0L, 9L);
        assertThat(queue.isConnected()).isTrue();
    }

    @Test
    void takesChunksAgainWhenTheBrokerComesBack() {
        queue.enqueue(chunk(0, "line\n", 1), () -> {});
        Delivery lent = receive();
        await().until(() -> depth.snapshot().chunks() == 1);
        broker.close();
        broker = new EmbeddedBroker(config);
        broker.start();

        Delivery again = receive();
        source.acknowledge(lent);
        assertThat(depth.snapshot().chunks()).isEqualTo(1);
        source.acknowledge(again);

        assertThat(again.chunk().first()).isZero();
        assertThat(depth.snapshot()).isEqualTo(Volume.NONE);
    }

    @Test
    void putsARejectedChunkWholeAmongTheDeadLettersAndDeliversTheOthers() throws JMSException {
        queue.enqueue(chunk(0, "poison\n", 1), () -> {});
        queue.enqueue(chunk(1, "good\n", 1), () -> {});

        source.reject(receive(), "expected a cure, found none", 5);
        Delivery good = receive();
        source.acknowledge(good);

        assertThat(good.chunk().first()).isEqualTo(1);
        assertThat(depth.snapshot()).isEqualTo(Volume.NONE);
        BytesMessage dead = (BytesMessage) deadLetter();
        assertThat(dead.getStringProperty(DeadLetters.REASON))
                .isEqualTo("expected a cure, found none");
        assertThat(dead.getIntProperty(DeadLetters.ATTEMPTS)).isEqualTo(5);
        Chunk kept = ChunkMessageCodec.decode(dead);
        assertThat(kept.name()).isEqualTo(ORIGIN.id() + ":0");
        assertThat(kept.body()).asString(UTF_8).isEqualTo("poison\n");
    }

    @Test
    void putsAMessageThatIsNoChunkAmongTheDeadLetters() throws JMSException {
        await().until(queue::isConnected);
        try (Connection connection = connector.open();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(session.createTopic("logs"));
            producer.send(session.createTextMessage("stray"));
            BytesMessage broken = ChunkMessageCodec.encode(session, chunk(7, "a\n", 1));
            broken.setIntProperty(ChunkMessageCodec.LINES, 0);
            producer.send(broken);
        }
        queue.enqueue(chunk(1, "good\n", 1), () -> {});

        Delivery good = receive();
        source.acknowledge(good);

        assertThat(good.chunk().first()).isEqualTo(1);
        assertThat(deadLetter()).isInstanceOf(TextMessage.class);
        assertThat(deadLetter().getStringProperty(DeadLetters.REASON))
                .startsWith("java.lang.IllegalArgumentException: chunk of " + ORIGIN.id());
    }

    @Test
    void givesUpAtTheDeadlineAndEndsItsThreadWhileTheBrokerIsAway() throws InterruptedException {
        await().until(queue::isConnected);
        broker.close();
        AtomicInteger confirmed = new AtomicInteger();
        queue.enqueue(chunk(0, "line\n", 1), confirmed::incrementAndGet);

        boolean allDurable = queue.close(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200));
        connector.close();
        sender.join(10_000);

        assertThat(allDurable).isFalse();
        assertThat(sender.isAlive()).isFalse();
        assertThat(confirmed).hasValue(0);
    }

    @Test
    void tellsTheSenderBeforeItSaysThatAllIsDurable() throws InterruptedException {
        AtomicInteger confirmed = new AtomicInteger();
        for (int i = 0; i < 500; i++) {
            queue.enqueue(chunk(i, "line\n", 1), confirmed::incrementAndGet);
        }

        boolean allDurable = queue.close(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));

        assertThat(allDurable).isTrue();
        assertThat(confirmed).hasValue(500);
    }

    private Message deadLetter() throws JMSException {
        try (Connection connection = connector.open();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            Message message =
                    session.createConsumer(session.createQueue(EmbeddedBroker.DEAD_LETTERS))
                            .receive(5_000);
            assertThat(message).isNotNull();
            return message;
        }
    }

    private Delivery receive() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline) {
            Delivery delivery = source.receive(100);
            if (delivery != null) {
                return delivery;
            }
        }
        throw new AssertionError("no chunk within 60 s");
    }

    private QueueEvents events() {
        return new QueueEvents(new SimpleMeterRegistry(), depth);
    }

    private static Chunk chunk(long first, String body, int lines) {
        return new Chunk(
                ORIGIN, first, lines, 123, Chunk.Format.LINES, body.getBytes(UTF_8), new BitSet());
    }
}
