package io.logdrive.ingest.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.payara.letters.LetterChoice;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineMarks;
import io.logdrive.wire.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterQueueIT {
    private static final Origin ORIGIN = Chunks.origin(1);
    private static final Duration GENEROUS = Duration.ofMinutes(1);

    @TempDir private Path folder;
    private QueueConfig config;
    private EmbeddedBroker broker;
    private BrokerConnector connector;
    private QueueDepth depth;
    private ArtemisChunkQueue queue;
    private ArtemisChunkSource source;
    private DeadLetterQueue letters;
    private Thread sender;

    @BeforeEach
    void start() {
        config = new QueueConfig("", "", "", folder.resolve("broker"), 8L << 20, 16L << 20);
        depth = QueueDepth.open(folder.resolve("depth"));
        open();
    }

    private void open() {
        broker = new EmbeddedBroker(config);
        broker.start();
        connector = new BrokerConnector(broker.url(), "", "");
        QueueEvents events = new QueueEvents(new SimpleMeterRegistry(), depth);
        queue = new ArtemisChunkQueue(connector, config, depth, events);
        source = new ArtemisChunkSource(connector, depth, events);
        letters =
                new DeadLetterQueue(
                        connector, depth, events, task -> new Thread(task, "test-dead-letters"));
        sender = new Thread(queue, "test-enqueue");
        sender.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        queue.close(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));
        sender.join(10_000);
        source.close();
        letters.close();
        connector.close();
        broker.close();
    }

    @Test
    void answersTheLatestFirstInPages() {
        for (int i = 0; i < 5; i++) {
            die(Chunks.of(ORIGIN, i * 10L, 10), "reason " + i);
        }

        DeadLetterPage first = letters.list(LetterChoice.every(), "", 2).orElseThrow();
        DeadLetterPage second =
                letters.list(LetterChoice.every(), first.letters().get(1).id(), 2).orElseThrow();
        DeadLetterPage third =
                letters.list(LetterChoice.every(), second.letters().get(1).id(), 2).orElseThrow();

        assertThat(reasons(first)).containsExactly("reason 4", "reason 3");
        assertThat(reasons(second)).containsExactly("reason 2", "reason 1");
        assertThat(reasons(third)).containsExactly("reason 0");
        assertThat(first.more()).isTrue();
        assertThat(third.more()).isFalse();
        assertThat(first.count()).isEqualTo(5);
        assertThat(broker.deadLetters()).isEqualTo(5);
        assertThat(first.lines()).isEqualTo(50);
        assertThat(first.partial()).isFalse();
        assertThat(letters.list(LetterChoice.every(), "nobody", 2)).isEmpty();
    }

    @Test
    void answersOneWithItsBytesReasonOriginAndAttempts() {
        die(Chunks.of(ORIGIN, 7, 2), "expected a cure, found none");
        String id = onlyId();

        DeadLetter letter = letters.find(id).orElseThrow();

        assertThat(letter.raw()).asString(UTF_8).isEqualTo("l7\nl8\n");
        assertThat(letter.bytes()).isEqualTo(6);
        assertThat(letter.reason()).isEqualTo("expected a cure, found none");
        assertThat(letter.attempts()).isEqualTo(5);
        assertThat(letter.atMillis())
                .isBetween(System.currentTimeMillis() - 600_000, System.currentTimeMillis());
        Chunk chunk = Objects.requireNonNull(letter.chunk());
        assertThat(chunk.origin()).isEqualTo(ORIGIN);
        assertThat(chunk.first()).isEqualTo(7);
        assertThat(chunk.lines()).isEqualTo(2);
        assertThat(letters.find("other")).isEmpty();
        assertThat(letters.find("' OR 1=1 --")).isEmpty();
    }

    @Test
    void sendsOneToTheQueueAgainWholeAndOnlyThatOne() {
        die(Chunks.of(ORIGIN, 0, 2), "first");
        die(Chunks.of(ORIGIN, 2, 2), "second");
        String id = letters.list(LetterChoice.every(), "", 10).orElseThrow().letters().get(1).id();

        assertThat(letters.retry(id)).isEqualTo(DeadLetterQueue.Change.DONE);

        assertThat(depth.snapshot()).isEqualTo(new Volume(1, 2, 6));
        Delivery again = receive();
        assertThat(again.chunk().name()).isEqualTo(ORIGIN.id() + ":0");
        assertThat(again.chunk().body()).asString(UTF_8).isEqualTo("l0\nl1\n");
        assertThat(reasons(letters.list(LetterChoice.every(), "", 10).orElseThrow()))
                .containsExactly("second");
        assertThat(letters.retry(id)).isEqualTo(DeadLetterQueue.Change.UNKNOWN);
        source.acknowledge(again);
        assertThat(depth.snapshot()).isEqualTo(Volume.NONE);
    }

    @Test
    void diesAgainWithItsNewReasonWhenTheCauseIsNotMended() {
        die(Chunks.of(ORIGIN, 0, 2), "first");
        letters.retry(onlyId());

        source.reject(receive(), "again", 3);

        DeadLetter letter = letters.find(onlyId()).orElseThrow();
        assertThat(letter.reason()).isEqualTo("again");
        assertThat(letter.attempts()).isEqualTo(3);
    }

    @Test
    void givesOneUpAndLetsTheLedgerKnowOfItsLines() {
        die(Chunks.of(ORIGIN, 4, 6), "hopeless");
        String id = onlyId();

        assertThat(letters.delete(id)).isEqualTo(DeadLetterQueue.Change.DONE);

        Delivery note = receive();
        assertThat(note.chunk().format()).isEqualTo(Chunk.Format.NONE);
        assertThat(note.chunk().first()).isEqualTo(4);
        assertThat(note.chunk().lines()).isEqualTo(6);
        assertThat(note.chunk().body()).isEmpty();
        source.acknowledge(note);
        assertThat(depth.snapshot()).isEqualTo(Volume.NONE);
        assertThat(letters.list(LetterChoice.every(), "", 10).orElseThrow().letters()).isEmpty();
        assertThat(letters.delete(id)).isEqualTo(DeadLetterQueue.Change.UNKNOWN);
    }

    @Test
    void keepsWhatAnAgentMarkedThroughRetryAndDeletion() {
        LineMarks marks =
                new LineMarks(
                        BitSet.valueOf(new long[] {1}),
                        FilteredRuns.parse("0-2,4"),
                        new LineAttributes("pay", null, List.of("eu"), Map.of("k", "v")));
        byte[] body = {0, 0, 0, 1, 0, 0, 0, 3, 'a', '\n', 'b'};
        die(new Chunk(ORIGIN, 4, 5, 123, Chunk.Format.TEXTS, body, marks), "marked");

        DeadLetter letter = letters.find(onlyId()).orElseThrow();
        assertThat(Objects.requireNonNull(letter.chunk()).marks()).isEqualTo(marks);
        assertThat(letter.raw()).isEqualTo(body);
        assertThat(list().lines()).isEqualTo(5);

        assertThat(letters.retry(letter.id())).isEqualTo(DeadLetterQueue.Change.DONE);
        Delivery again = receive();
        assertThat(again.chunk().format()).isEqualTo(Chunk.Format.TEXTS);
        assertThat(again.chunk().marks()).isEqualTo(marks);
        assertThat(again.chunk().body()).isEqualTo(body);

        source.reject(again, "still", 5);
        assertThat(letters.delete(onlyId())).isEqualTo(DeadLetterQueue.Change.DONE);
        Delivery note = receive();
        assertThat(note.chunk().format()).isEqualTo(Chunk.Format.NONE);
        assertThat(note.chunk().marks().filtered()).isEqualTo(marks.filtered());
        source.acknowledge(note);
        assertThat(depth.snapshot()).isEqualTo(Volume.NONE);
    }

    @Test
    void deletesWhatIsNoChunkButDoesNotSendItAgain() throws JMSException {
        await().atMost(GENEROUS).until(queue::isConnected);
        try (Connection connection = connector.open();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(session.createTopic("logs"));
            producer.send(session.createTextMessage("stray"));
        }
        await().atMost(GENEROUS)
                .until(() -> source.receive(100) == null && !list().letters().isEmpty());
        String id = onlyId();

        assertThat(letters.find(id).map(DeadLetter::chunk)).isEmpty();
        assertThat(letters.retry(id)).isEqualTo(DeadLetterQueue.Change.NO_CHUNK);
        assertThat(onlyId()).isEqualTo(id);
        assertThat(letters.delete(id)).isEqualTo(DeadLetterQueue.Change.DONE);
        assertThat(list().letters()).isEmpty();
    }

    @Test
    void keepsThemThroughARestartOfTheBroker() throws InterruptedException {
        die(Chunks.of(ORIGIN, 0, 2), "kept");
        String id = onlyId();
        stop();
        open();

        Optional<DeadLetter> kept = letters.find(id);

        assertThat(kept.map(DeadLetter::reason)).contains("kept");
        assertThat(letters.retry(id)).isEqualTo(DeadLetterQueue.Change.DONE);
        assertThat(receive().chunk().first()).isZero();
    }

    @Test
    void saysInTimeThatTheBrokerIsAway() {
        broker.close();

        assertThatThrownBy(() -> letters.list(LetterChoice.every(), "", 10))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageStartingWith("dead letters: ");
    }

    private DeadLetterPage list() {
        return letters.list(LetterChoice.every(), "", 10).orElseThrow();
    }

    private String onlyId() {
        List<DeadLetter> all = list().letters();
        assertThat(all).hasSize(1);
        return all.get(0).id();
    }

    private static List<String> reasons(DeadLetterPage page) {
        return page.letters().stream().map(DeadLetter::reason).toList();
    }

    private void die(Chunk chunk, String reason) {
        queue.enqueue(chunk, () -> {});
        source.reject(receive(), reason, 5);
    }

    private Delivery receive() {
        return await().atMost(GENEROUS).until(() -> source.receive(100), lent -> lent != null);
    }
}
