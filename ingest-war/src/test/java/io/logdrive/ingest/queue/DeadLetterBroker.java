package io.logdrive.ingest.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.payara.letters.LetterChoice;
import io.logdrive.wire.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A broker in a folder, with what is done to its dead letters. Confined to one thread. */
final class DeadLetterBroker implements AutoCloseable {
    /** Of whom all the chunks are. */
    static final Origin ORIGIN = Chunks.origin(1);

    final QueueDepth depth;
    final DeadLetterQueue letters;
    private final EmbeddedBroker broker;
    private final BrokerConnector connector;

    DeadLetterBroker(Path folder) {
        QueueConfig config =
                new QueueConfig("", "", "", folder.resolve("broker"), 8L << 20, 16L << 20);
        depth = QueueDepth.open(folder.resolve("depth"));
        broker = new EmbeddedBroker(config);
        broker.start();
        connector = new BrokerConnector(broker.url(), "", "");
        letters =
                new DeadLetterQueue(
                        connector,
                        depth,
                        new QueueEvents(new SimpleMeterRegistry(), depth),
                        task -> new Thread(task, "test-dead-letters"));
    }

    @Override
    public void close() {
        letters.close();
        connector.close();
        broker.close();
    }

    DeadLetterPage list(String filter, int limit) {
        return letters.list(LetterChoice.toShow(List.of(filter)), "", limit).orElseThrow();
    }

    /** To change those that a look at them now shows. */
    LetterChoice until(String filter) {
        String until = Instant.ofEpochMilli(list(filter, 1).untilMillis()).toString();
        return LetterChoice.toChange(List.of(filter), List.of(until), Instant.now());
    }

    void die(int count, IntFunction<String> reason) throws JMSException {
        die(count, reason, "");
    }

    /** Chunks of two lines, dead as the consumer leaves them. */
    void die(int count, IntFunction<String> reason, String padding) throws JMSException {
        inTransaction(
                (session, producer) -> {
                    for (int i = 0; i < count; i++) {
                        BytesMessage letter =
                                ChunkMessageCodec.encode(
                                        session,
                                        Chunks.of(ORIGIN, i, 2, padding + "a\nb" + i + "\n"));
                        letter.setStringProperty(DeadLetters.REASON, reason.apply(i));
                        letter.setIntProperty(DeadLetters.ATTEMPTS, 5);
                        producer.send(letter);
                        if (i % 100 == 99) {
                            session.commit();
                        }
                    }
                });
    }

    void strays(int count) throws JMSException {
        inTransaction(
                (session, producer) -> {
                    for (int i : IntStream.range(0, count).toArray()) {
                        producer.send(session.createTextMessage("stray " + i));
                    }
                });
    }

    private void inTransaction(Sending sending) throws JMSException {
        try (Connection connection = connector.open();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer =
                        session.createProducer(session.createQueue(EmbeddedBroker.DEAD_LETTERS))) {
            sending.send(session, producer);
            session.commit();
        }
    }

    /** Takes all that wait for the forwarder: the first sequence of each. */
    List<Long> queued() throws JMSException {
        List<Long> firsts = new ArrayList<>();
        for (BytesMessage message : taken()) {
            Chunk chunk = ChunkMessageCodec.decode(message);
            assertThat(new String(chunk.body(), UTF_8)).isEqualTo("a\nb" + chunk.first() + "\n");
            firsts.add(chunk.first());
        }
        return firsts;
    }

    List<String> formats() throws JMSException {
        List<String> formats = new ArrayList<>();
        for (BytesMessage message : taken()) {
            formats.add(message.getStringProperty(ChunkMessageCodec.FORMAT));
        }
        return formats;
    }

    private List<BytesMessage> taken() throws JMSException {
        List<BytesMessage> all = new ArrayList<>();
        try (Connection connection = connector.open();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            Queue forward =
                    session.createQueue(
                            EmbeddedBroker.ADDRESS + "::" + EmbeddedBroker.FORWARD_QUEUE);
            try (MessageConsumer consumer = session.createConsumer(forward)) {
                for (BytesMessage message = receive(consumer);
                        message != null;
                        message = receive(consumer)) {
                    all.add(message);
                }
            }
        }
        return all;
    }

    private static @Nullable BytesMessage receive(MessageConsumer consumer) throws JMSException {
        return (BytesMessage) consumer.receive(1_000);
    }

    /** What is sent in one transaction or some. */
    private interface Sending {
        void send(Session session, MessageProducer producer) throws JMSException;
    }
}
