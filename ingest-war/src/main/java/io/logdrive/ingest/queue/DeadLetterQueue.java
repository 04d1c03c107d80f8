package io.logdrive.ingest.queue;

import io.logdrive.payara.letters.LetterChoice;
import io.logdrive.payara.letters.LetterTask;
import io.logdrive.payara.letters.LettersChanged;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
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
 * thread, and no caller waits longer than a few seconds for a broker that does not answer, but who
 * changes many at once. A chunk leaves {@code logs.dead} in the same transaction of the broker in
 * which it comes to {@code logs}: whatever crashes, it is in one of the two.
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
        NO_CHUNK,
        /** Before it are more than the broker has in memory: those must go first. */
        BEHIND
    }

    private static final long ANSWER_MILLIS_MAX = 4_000;
    private static final long BROWSE_MILLIS_MAX = 2_500;

    /** One for a change of many, so that the others need not wait for it. */
    private static final int THREADS_MAX = 2;

    private static final int WAITING_MAX = 16;
    private static final long IDLE_SECONDS = 30;
    private static final String ID_PREFIX = "ID:";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,100}");

    private final BrokerConnector connector;
    private final QueueDepth depth;
    private final QueueEvents events;
    private final ThreadPoolExecutor threads;

    /** One change of many at a time. */
    private final Semaphore sweeps = new Semaphore(1);

    /** Nothing is connected before the first call. */
    public DeadLetterQueue(
            BrokerConnector connector,
            QueueDepth depth,
            QueueEvents events,
            ThreadFactory factory) {
        this.connector = connector;
        this.depth = depth;
        this.events = events;
        this.threads =
                new ThreadPoolExecutor(
                        THREADS_MAX,
                        THREADS_MAX,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING_MAX),
                        factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * The latest that are meant, the latest first.
     *
     * @param before only those that are older than this one; empty: from the latest on
     * @return empty when there is no letter {@code before}
     * @throws QueueUnavailableException when the broker does not answer in time
     */
    public Optional<DeadLetterPage> list(LetterChoice choice, String before, int limit) {
        return answer(session -> Optional.ofNullable(browse(session, choice, before, limit)));
    }

    /**
     * Sends all that are meant to the queue again, the oldest first, as far as the time goes.
     *
     * @throws QueueUnavailableException when the broker does not answer in time, or another such
     *     change is under way; some may have been sent all the same
     */
    public LettersChanged retryAll(LetterChoice choice, Duration time) {
        return sweep(new LetterTask(choice, true), time);
    }

    /**
     * Gives all up that are meant, the oldest first, as far as the time goes.
     *
     * @throws QueueUnavailableException as {@link #retryAll}
     */
    public LettersChanged deleteAll(LetterChoice choice, Duration time) {
        return sweep(new LetterTask(choice, false), time);
    }

    private LettersChanged sweep(LetterTask task, Duration time) {
        return await(
                () -> {
                    if (!sweeps.tryAcquire()) {
                        throw new QueueUnavailableException("many are being changed already");
                    }
                    try {
                        return run(task, time);
                    } finally {
                        sweeps.release();
                    }
                },
                time.toMillis() + ANSWER_MILLIS_MAX);
    }

    private LettersChanged run(LetterTask task, Duration time) throws JMSException {
        DeadLetterSweep sweep = new DeadLetterSweep(task, depth);
        try (Connection connection = connector.open()) {
            connection.start();
            LettersChanged changed = sweep.run(connection, time);
            events.deadLettersChanged(task, changed, "");
            return changed;
        } catch (JMSException | RuntimeException e) {
            events.deadLettersChanged(task, sweep.soFar(), String.valueOf(e));
            throw e;
        }
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
                    try (DeadLetterBrowser browser = DeadLetterBrowser.of(session, selector(id))) {
                        Message found = browser.next();
                        return found == null ? Optional.empty() : Optional.of(letter(found, true));
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
                    send(again(letter, session), session);
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
                        send(note(letter, session), session);
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
        threads.shutdown();
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
                        if (letter == null && DeadLetterBrowser.isLong(session)) {
                            letter = consumer.receive(DeadLetterBrowser.PATIENCE_MILLIS);
                        }
                        if (letter == null) {
                            return isThere(session, id) ? Change.BEHIND : Change.UNKNOWN;
                        }
                        return step.apply(letter, session);
                    }
                });
    }

    private static boolean isThere(Session session, String id) throws JMSException {
        if (!DeadLetterBrowser.isLong(session)) {
            return false;
        }
        try (DeadLetterBrowser browser = DeadLetterBrowser.of(session, selector(id))) {
            return browser.next() != null;
        }
    }

    /** The chunk as it was before it died. */
    static Message again(Message letter, Session session) throws JMSException {
        return DeadLetters.copyOf((BytesMessage) letter, session);
    }

    /** What tells the ledger that its lines are dead. */
    static Message note(Message letter, Session session) throws JMSException {
        BytesMessage note = DeadLetters.propertiesOf((BytesMessage) letter, session);
        note.setStringProperty(ChunkMessageCodec.FORMAT, Chunk.Format.NONE.name());
        return note;
    }

    private static void send(Message message, Session session) throws JMSException {
        try (MessageProducer producer =
                session.createProducer(session.createTopic(EmbeddedBroker.ADDRESS))) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            producer.send(message);
        }
    }

    /** Reads from the oldest on, as every broker does, and keeps the latest that fit. */
    private static @Nullable DeadLetterPage browse(
            Session session, LetterChoice choice, String before, int limit) throws JMSException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BROWSE_MILLIS_MAX);
        LatestLetters latest = new LatestLetters(limit);
        try (DeadLetterBrowser browser = DeadLetterBrowser.ofAll(session)) {
            for (Message message = browser.next(); message != null; message = browser.next()) {
                if (idOf(message).equals(before)) {
                    return latest.page(false);
                }
                if (isMeant(message, choice)) {
                    latest.add(letter(message, false));
                }
                if (System.nanoTime() - deadline > 0) {
                    return latest.page(true);
                }
            }
            return before.isEmpty() ? latest.page(!browser.isWhole()) : null;
        }
    }

    /** Whether one is meant; its body is not looked at. */
    static boolean isMeant(Message message, LetterChoice choice) throws JMSException {
        return choice.matches(
                TimeUnit.MILLISECONDS.toMicros(message.getJMSTimestamp()),
                idOf(message),
                textOf(message, DeadLetters.REASON),
                textOf(message, ChunkMessageCodec.PEER),
                textOf(message, ChunkMessageCodec.ORIGIN));
    }

    /** Empty when there is none, or somebody else's of another kind. */
    private static String textOf(Message message, String name) throws JMSException {
        try {
            String text = message.getStringProperty(name);
            return text == null ? "" : text;
        } catch (MessageFormatException e) {
            return "";
        }
    }

    /** Empty when its sender did without. */
    static String idOf(Message message) throws JMSException {
        String id = message.getJMSMessageID();
        return id == null ? "" : id.startsWith(ID_PREFIX) ? id.substring(ID_PREFIX.length()) : id;
    }

    private static DeadLetter letter(Message message, boolean whole) throws JMSException {
        Chunk chunk = chunkOf(message);
        byte[] raw =
                message instanceof BytesMessage bytes ? DeadLetters.bodyOf(bytes) : new byte[0];
        return new DeadLetter(
                idOf(message),
                textOf(message, DeadLetters.REASON),
                message.propertyExists(DeadLetters.ATTEMPTS)
                        ? message.getIntProperty(DeadLetters.ATTEMPTS)
                        : 0,
                message.getJMSTimestamp(),
                chunk == null ? null : withoutBody(chunk, chunk.format()),
                raw.length,
                whole ? raw : new byte[0]);
    }

    static @Nullable Chunk chunkOf(Message message) throws JMSException {
        try {
            return ChunkMessageCodec.decode(message);
        } catch (IllegalArgumentException e) {
            // It is among the dead letters for this reason, which it carries already.
            return null;
        }
    }

    static Chunk withoutBody(Chunk chunk, Chunk.Format format) {
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
        return await(() -> ask(question), ANSWER_MILLIS_MAX);
    }

    private <T> T await(Callable<T> work, long millis) {
        try {
            Future<T> future = threads.submit(work);
            try {
                return future.get(millis, TimeUnit.MILLISECONDS);
            } finally {
                // Without an interrupt: within a commit its outcome would be unknown.
                future.cancel(false);
            }
        } catch (TimeoutException | RejectedExecutionException e) {
            throw new QueueUnavailableException(
                    "dead letters: no answer of the broker within " + millis + " ms", e);
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
