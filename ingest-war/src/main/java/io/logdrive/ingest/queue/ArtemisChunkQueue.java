package io.logdrive.ingest.queue;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.logdrive.ingest.workers.Worker;
import io.logdrive.ingest.workers.WorkerState;
import io.logdrive.payara.CrashPoint;
import io.logdrive.payara.Sabotage;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends chunks to Artemis, each as one persistent JMS message, without waiting for one before the
 * next is sent.
 *
 * <p>A JMS session belongs to one thread and a send may block for as long as the broker's disk
 * guard holds (RELIABILITY M7), so one thread of its own does the sending and no event loop ever
 * enters JMS. A send that failed, or whose confirmation never came, is of unknown outcome: the same
 * chunk is sent again under the same name, in the old order, and the ledger drops the double.
 *
 * <p>Thread-safe.
 */
public final class ArtemisChunkQueue implements ChunkQueue, Runnable {
    private static final long GATE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SABOTAGE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Ten seconds of a thousand chunks a second; a sender that reconnects does so in that time. */
    private static final int RECENT_MAX = 10_000;

    private final BrokerConnector connector;
    private final QueueDepth depth;
    private final QueueEvents events;
    private final QueueGate gate;
    private final long unconfirmedBytesMax;

    @GuardedBy("this")
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();

    /** Sent, not confirmed, in the order they were sent. */
    @GuardedBy("this")
    private final Set<Pending> sent = new LinkedHashSet<>();

    @GuardedBy("this")
    private final RecentChunks recent = new RecentChunks(RECENT_MAX);

    @GuardedBy("this")
    private long unconfirmedBytes;

    @GuardedBy("this")
    private long acceptedLines;

    @GuardedBy("this")
    private long confirmedLines;

    @GuardedBy("this")
    private long duplicateLines;

    @GuardedBy("this")
    private boolean closed;

    /** Closed, and what is left is given up: it was never confirmed, so its senders know. */
    @GuardedBy("this")
    private boolean abandoned;

    /** Counts connections, so that the late failure of one does not count for the next. */
    @GuardedBy("this")
    private int generation;

    @GuardedBy("this")
    private @Nullable Exception failure;

    @GuardedBy("this")
    private boolean connected;

    /** A queue at a broker elsewhere, which sends once a thread runs it. */
    public ArtemisChunkQueue(
            BrokerConnector connector, QueueConfig config, QueueDepth depth, QueueEvents events) {
        this(connector, config, depth, events, QueueGate.OPEN);
    }

    /** A queue behind {@code gate}, which sends once a thread runs it. */
    ArtemisChunkQueue(
            BrokerConnector connector,
            QueueConfig config,
            QueueDepth depth,
            QueueEvents events,
            QueueGate gate) {
        this.connector = connector;
        this.depth = depth;
        this.events = events;
        this.gate = gate;
        this.unconfirmedBytesMax = config.unconfirmedBytesMax();
    }

    @Override
    public synchronized Enqueued enqueue(Chunk chunk, Runnable onConfirmed) {
        if (closed) {
            return Enqueued.CLOSED;
        }
        if (!gate.isAccepting()) {
            return Enqueued.FULL;
        }
        // One chunk always fits, however large, or it could never pass.
        if (unconfirmedBytes > 0 && unconfirmedBytes + chunk.memoryBytes() > unconfirmedBytesMax) {
            return Enqueued.FULL;
        }
        unconfirmedBytes += chunk.memoryBytes();
        acceptedLines += chunk.lines();
        if (Sabotage.CONFIRM_BEFORE_DURABLE.isOn()) {
            onConfirmed.run();
            waiting.add(new Pending(chunk, () -> {}));
        } else {
            waiting.add(new Pending(chunk, onConfirmed));
        }
        notifyAll();
        return Enqueued.ACCEPTED;
    }

    /** Whether chunks reach the broker at the moment. */
    public synchronized boolean isConnected() {
        return connected && failure == null;
    }

    /** Bytes in memory that are not yet known to be on disk. */
    public synchronized long unconfirmedBytes() {
        return unconfirmedBytes;
    }

    /** Its figures, all at one moment. */
    public synchronized QueueFigures figures() {
        long lines = 0;
        long bytes = 0;
        for (Collection<Pending> held : List.of(sent, waiting)) {
            for (Pending pending : held) {
                lines += pending.chunk().lines();
                bytes += pending.chunk().memoryBytes();
            }
        }
        return new QueueFigures(
                acceptedLines,
                confirmedLines,
                duplicateLines,
                lines,
                bytes,
                sent.size() + waiting.size());
    }

    /**
     * Refuses further chunks and waits until all taken ones are on disk and their senders were
     * told. What is not by the deadline is given up.
     *
     * @return whether they all are; false when the deadline came first
     */
    public synchronized boolean close(long deadlineNanos) throws InterruptedException {
        closed = true;
        notifyAll();
        while (unconfirmedBytes > 0 || !sent.isEmpty() || !waiting.isEmpty()) {
            long left = deadlineNanos - System.nanoTime();
            if (abandoned) {
                return false;
            }
            if (left <= 0) {
                abandoned = true;
                notifyAll();
                events.abandoned(sent.size() + waiting.size());
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** Sends until closed and empty, or interrupted; reconnects for ever. */
    @Override
    public void run() {
        events.enqueuer().begin();
        int failures = 0;
        while (!isFinished() && !Thread.currentThread().isInterrupted()) {
            int current = nextGeneration();
            // Before the connection: what the next life confirms may be refused, never the reverse.
            BrokerLife life = gate.life();
            try (Connection connection = connector.open()) {
                connection.setExceptionListener(lost -> fail(current, lost));
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                Topic logs = session.createTopic(EmbeddedBroker.ADDRESS);
                connector.subscribe(session, logs);
                MessageProducer producer = session.createProducer(logs);
                producer.setDeliveryMode(DeliveryMode.PERSISTENT);
                producer.setDisableMessageTimestamp(true);
                opened();
                failures = 0;
                sendUntilFailure(session, producer, new Attempt(current, life));
            } catch (JMSException | RuntimeException e) {
                if (!isFinished()) {
                    failures++;
                    double random = ThreadLocalRandom.current().nextDouble();
                    long delay = RetryDelay.millis(failures, random);
                    events.connectionFailed("enqueue", e, delay);
                    waitForRetry(delay);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        events.enqueuer().says(WorkerState.STOPPED);
    }

    private void sendUntilFailure(Session session, MessageProducer producer, Attempt attempt)
            throws JMSException, InterruptedException {
        for (Pending again : unconfirmed()) {
            send(session, producer, new Sending(again, attempt));
        }
        while (true) {
            Pending next = takeNext();
            if (next == null) {
                return;
            }
            send(session, producer, new Sending(next, attempt));
        }
    }

    private void send(Session session, MessageProducer producer, Sending sending)
            throws JMSException {
        Pending pending = sending.pending;
        if (confirmDuplicate(pending)) {
            return;
        }
        BytesMessage message = ChunkMessageCodec.encode(session, pending.chunk());
        gate.sent(pending.chunk().body().length);
        producer.send(message, sending);
        CrashPoint.ENQUEUE_SENT.pass();
    }

    /** Chunks of an earlier connection whose outcome is unknown. */
    private synchronized List<Pending> unconfirmed() {
        List<Pending> again = new ArrayList<>(sent);
        if (!again.isEmpty()) {
            events.resending(again.size());
        }
        return again;
    }

    /** Waits for a chunk; null when the queue is closed and nothing is left. */
    private synchronized @Nullable Pending takeNext() throws JMSException, InterruptedException {
        while ((waiting.isEmpty() || isHeldBack()) && failure == null && !isFinished()) {
            boolean idle = waiting.isEmpty();
            events.enqueuer().says(idle ? WorkerState.WAITING : WorkerState.HELD);
            TimeUnit.NANOSECONDS.timedWait(this, idle ? Worker.SAY_NANOS : GATE_NANOS);
        }
        if (failure != null) {
            JMSException lost = new JMSException("connection lost: " + failure.getMessage());
            lost.setLinkedException(failure);
            throw lost;
        }
        Pending next = waiting.poll();
        if (next != null) {
            events.enqueuer().carries(next.chunk().lines());
            sent.add(next);
        }
        return next;
    }

    /** Below the reserve nothing more is written, unless it is the last that will be. */
    @GuardedBy("this")
    private boolean isHeldBack() {
        return !closed && (!gate.isAccepting() || isSabotageHeld());
    }

    /** While sabotaged, what senders believe durable stays so long that a kill hits it. */
    @GuardedBy("this")
    private boolean isSabotageHeld() {
        Pending next = waiting.peek();
        return Sabotage.CONFIRM_BEFORE_DURABLE.isOn()
                && next != null
                && System.nanoTime() - next.sinceNanos() < SABOTAGE_NANOS;
    }

    private synchronized int nextGeneration() {
        failure = null;
        return ++generation;
    }

    private synchronized void opened() {
        connected = true;
        // Nobody knows whether this is still the broker that confirmed them.
        recent.clear();
        events.connected("enqueue");
    }

    private synchronized void fail(int failed, Exception cause) {
        if (failed == generation && failure == null) {
            failure = cause;
            notifyAll();
        }
    }

    private synchronized void waitForRetry(long millis) {
        connected = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            long left = deadline - System.nanoTime();
            while (left > 0 && !isFinished()) {
                events.enqueuer().says(WorkerState.RETRYING);
                TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, Worker.SAY_NANOS));
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isFinished() {
        return closed && (abandoned || (waiting.isEmpty() && sent.isEmpty()));
    }

    private void confirm(Pending pending, Attempt attempt) {
        if (!attempt.life.isIntact()) {
            fail(attempt.generation, new JMSException("broker failed: " + attempt.life.failure()));
            return;
        }
        synchronized (this) {
            if (!sent.remove(pending)) {
                return;
            }
            depth.addEnqueued(pending.chunk());
            confirmedLines += pending.chunk().lines();
            if (attempt.generation == generation) {
                recent.add(pending.chunk());
            }
        }
        CrashPoint.ENQUEUE_CONFIRMED.pass();
        tell(pending);
    }

    /** What was confirmed before is not queued again: its sender did not hear of it. */
    private boolean confirmDuplicate(Pending pending) {
        synchronized (this) {
            if (!recent.contains(pending.chunk())) {
                return false;
            }
            sent.remove(pending);
            duplicateLines += pending.chunk().lines();
        }
        events.duplicate(pending.chunk());
        tell(pending);
        return true;
    }

    private void tell(Pending pending) {
        try {
            pending.onConfirmed().run();
        } finally {
            synchronized (this) {
                unconfirmedBytes -= pending.chunk().memoryBytes();
                if (closed) {
                    notifyAll();
                }
            }
        }
    }

    /** One attempt to send a chunk. Thread-safe. */
    private final class Sending implements CompletionListener {
        private final Pending pending;
        private final Attempt attempt;

        Sending(Pending pending, Attempt attempt) {
            this.pending = pending;
            this.attempt = attempt;
        }

        @Override
        public void onCompletion(Message message) {
            confirm(pending, attempt);
        }

        @Override
        public void onException(Message message, Exception exception) {
            fail(attempt.generation, exception);
        }
    }

    /** A connection, and the life of the broker in which it was opened. Immutable. */
    private record Attempt(int generation, BrokerLife life) {}
}
