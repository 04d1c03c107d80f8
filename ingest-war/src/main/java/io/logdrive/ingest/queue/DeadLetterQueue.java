package io.logdrive.ingest.queue;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the dead letters, sends them to the queue again and gives them up.
 *
 * <p>Each call has a connection of its own, on a thread of its own: a JMS session belongs to one
 * thread, and no caller waits longer than a few seconds for a broker that does not answer. A chunk
 * leaves {@code logs.dead} in the same transaction of the broker in which it comes to {@code logs}:
 * whatever crashes, it is in one of the two.
 *
 * <p>Thread-safe.
 */
public final class DeadLetterQueue implements AutoCloseable {
    /** What became of a dead letter that was to be changed. Immutable. */
    public enum Change {
        DONE,
        /** There is no dead letter with that id, or another is changing it. */
        UNKNOWN,
        /** It is not one of our chunks: it can only be deleted. */
        NO_CHUNK
    }

    private static final long ANSWER_MILLIS_MAX = 4_000;
    private static final long BROWSE_MILLIS_MAX = 2_500;
    private static final int WAITING_MAX = 16;
    private static final long IDLE_SECONDS = 30;
    private static final String ID_PREFIX = "ID:";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,100}");

    private final BrokerConnector connector;
    private final QueueDepth depth;
    private final QueueEvents events;
    private final ThreadPoolExecutor thread;

    /** Nothing is connected before the first call. */
    public DeadLetterQueue(
            BrokerConnector connector,
            QueueDepth depth,
            QueueEvents events,
            ThreadFactory threads) {
        this.connector = connector;
        this.depth = depth;
        this.events = events;
        this.thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING_MAX),
                        threads);
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * The latest, the latest first.
     *
     * @param before only those that are older than this one; empty: from the latest on
     * @return empty when there is no letter {@code before}
     * @throws QueueUnavailableException when the broker does not answer in time
     */
    public Optional<DeadLetterPage> list(String before, int limit) {
        return answer(session -> Optional.ofNullable(browse(session, before, limit)));
    }

    /**
     * One of them with its bytes.
     *
     * @throws QueueUnavailableException when the broker does not answer in time
     */
    public Optional<DeadLetter> find(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        return answer(
                session -> {
                    Queue letters = session.createQueue(EmbeddedBroker.DEAD_LETTERS);
                    try (QueueBrowser browser = session.createBrowser(letters, selector(id))) {
                        Enumeration<?> found = browser.getEnumeration();
                        return found.hasMoreElements()
                                ? Optional.of(letter((Message) found.nextElement(), true))
                                : Optional.empty();
                    }
                });
    }

    /**
     * Sends it to the queue again, to be processed anew.
     *
     * @throws QueueUnavailableException when the broker does not answer in time; it may have been
     *     sent all the same
     */
    public Change retry(String id) {
        return change(
                id,
                (letter, session) -> {
                    Chunk chunk = chunkOf(letter);
                    if (chunk == null) {
                        return Change.NO_CHUNK;
                    }
                    send(DeadLetters.copyOf((BytesMessage) letter, session), session);
                    session.commit();
                    depth.addEnqueued(chunk);
                    events.deadLetterRetried(chunk.name());
                    return Change.DONE;
                });
    }

    /**
     * Gives it up for good; the ledger is told that its lines are dead.
     *
     * @throws QueueUnavailableException when the broker does not answer in time; it may have been
     *     given up all the same
     */
    public Change delete(String id) {
        return change(
                id,
                (letter, session) -> {
                    Chunk chunk = chunkOf(letter);
                    if (chunk != null) {
                        BytesMessage note =
                                DeadLetters.propertiesOf((BytesMessage) letter, session);
                        note.setStringProperty(ChunkMessageCodec.FORMAT, Chunk.Format.NONE.name());
                        send(note, session);
                    }
                    session.commit();
                    if (chunk != null) {
                        depth.addEnqueued(withoutBody(chunk, Chunk.Format.NONE));
                    }
                    events.deadLetterDeleted(chunk == null ? id : chunk.name());
                    return Change.DONE;
                });
    }

    /** Takes no more calls; a call under way ends with its connection. */
    @Override
    public void close() {
        thread.shutdown();
    }

    private Change change(String id, Step step) {
        if (!ID.matcher(id).matches()) {
            return Change.UNKNOWN;
        }
        return answer(
                session -> {
                    Queue letters = session.createQueue(EmbeddedBroker.DEAD_LETTERS);
                    try (MessageConsumer consumer = session.createConsumer(letters, selector(id))) {
                        Message letter = consumer.receiveNoWait();
                        return letter == null ? Change.UNKNOWN : step.apply(letter, session);
                    }
                });
    }

    private static void send(Message message, Session session) throws JMSException {
        try (MessageProducer producer =
                session.createProducer(session.createTopic(EmbeddedBroker.ADDRESS))) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            producer.send(message);
        }
    }

    /** Reads from the oldest on, as every broker does, and keeps the latest that fit. */
    private static @Nullable DeadLetterPage browse(Session session, String before, int limit)
            throws JMSException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BROWSE_MILLIS_MAX);
        ArrayDeque<DeadLetter> latest = new ArrayDeque<>();
        long count = 0;
        long lines = 0;
        Queue letters = session.createQueue(EmbeddedBroker.DEAD_LETTERS);
        try (QueueBrowser browser = session.createBrowser(letters)) {
            Enumeration<?> all = browser.getEnumeration();
            while (all.hasMoreElements()) {
                DeadLetter letter = letter((Message) all.nextElement(), false);
                if (letter.id().equals(before)) {
                    return page(latest, count, lines, false);
                }
                count++;
                lines += letter.chunk() == null ? 0 : letter.chunk().lines();
                latest.addLast(letter);
                if (latest.size() > limit) {
                    latest.removeFirst();
                }
                if (System.nanoTime() - deadline > 0) {
                    return page(latest, count, lines, true);
                }
            }
        }
        return before.isEmpty() ? page(latest, count, lines, false) : null;
    }

    private static DeadLetterPage page(
            ArrayDeque<DeadLetter> latest, long count, long lines, boolean partial) {
        List<DeadLetter> letters = new ArrayList<>(latest);
        Collections.reverse(letters);
        return new DeadLetterPage(letters, count > letters.size(), count, lines, partial);
    }

    private static DeadLetter letter(Message message, boolean whole) throws JMSException {
        String id = message.getJMSMessageID();
        String reason = message.getStringProperty(DeadLetters.REASON);
        Chunk chunk = chunkOf(message);
        byte[] raw =
                message instanceof BytesMessage bytes ? DeadLetters.bodyOf(bytes) : new byte[0];
        return new DeadLetter(
                id.startsWith(ID_PREFIX) ? id.substring(ID_PREFIX.length()) : id,
                reason == null ? "" : reason,
                message.propertyExists(DeadLetters.ATTEMPTS)
                        ? message.getIntProperty(DeadLetters.ATTEMPTS)
                        : 0,
                message.getJMSTimestamp(),
                chunk == null ? null : withoutBody(chunk, chunk.format()),
                raw.length,
                whole ? raw : new byte[0]);
    }

    private static @Nullable Chunk chunkOf(Message message) throws JMSException {
        try {
            return ChunkMessageCodec.decode(message);
        } catch (IllegalArgumentException e) {
            // It is among the dead letters for this reason, which it carries already.
            return null;
        }
    }

    private static Chunk withoutBody(Chunk chunk, Chunk.Format format) {
        return new Chunk(
                chunk.origin(),
                chunk.first(),
                chunk.lines(),
                chunk.receivedMicros(),
                format,
                new byte[0],
                chunk.marks());
    }

    private static String selector(String id) {
        return "JMSMessageID = '" + ID_PREFIX + id + "'";
    }

    private <T> T answer(Question<T> question) {
        try {
            Future<T> future = thread.submit(() -> ask(question));
            try {
                return future.get(ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS);
            } finally {
                // Without an interrupt: within a commit its outcome would be unknown.
                future.cancel(false);
            }
        } catch (TimeoutException | RejectedExecutionException e) {
            throw new QueueUnavailableException(
                    "dead letters: no answer of the broker within " + ANSWER_MILLIS_MAX + " ms", e);
        } catch (ExecutionException e) {
            throw new QueueUnavailableException("dead letters: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueueUnavailableException("dead letters: interrupted", e);
        }
    }

    private <T> T ask(Question<T> question) throws JMSException {
        try (Connection connection = connector.open();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            connection.start();
            return question.answer(session);
        }
    }

    /** What is asked of the broker in one transaction, which is rolled back unless committed. */
    private interface Question<T> {
        T answer(Session session) throws JMSException;
    }

    /** What is done with a dead letter that was taken from its queue; it ends with a commit. */
    private interface Step {
        Change apply(Message letter, Session session) throws JMSException;
    }
}
