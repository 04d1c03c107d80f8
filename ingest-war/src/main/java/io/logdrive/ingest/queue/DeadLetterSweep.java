package io.logdrive.ingest.queue;

import io.logdrive.payara.CrashPoint;
import io.logdrive.payara.letters.LetterPortions;
import io.logdrive.payara.letters.LetterTally;
import io.logdrive.payara.letters.LetterTask;
import io.logdrive.payara.letters.LettersChanged;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Changes those dead letters that are meant, from the oldest on.
 *
 * <p>It looks at them without taking them, so that what is not meant keeps its place, its id and
 * its time; what is meant is taken by its ids, some at a time, and sent on in the same transaction
 * of the broker. It never does both at once: a browser of Artemis sees letters twice while others
 * are taken from pages. So it looks, changes what it saw, and looks again while that is of use;
 * only the ids of one look are kept.
 *
 * <p>Confined to the thread of one call.
 */
final class DeadLetterSweep {
    /** Why one stays that is there: Artemis takes by id only what it has read from its pages. */
    static final String BEHIND =
            "before it are more dead letters than the broker has in memory: change those first";

    private static final int LOOK_MAX = 5_000;

    private final LetterTask task;
    private final QueueDepth depth;
    private LetterTally tally = new LetterTally();

    /** Sends them again, or gives them up. */
    DeadLetterSweep(LetterTask task, QueueDepth depth) {
        this.task = task;
        this.depth = depth;
    }

    /** What it came to before it failed. */
    LettersChanged soFar() {
        return tally.whole();
    }

    /** Ends soon after {@code time}, but not before it has changed what it can of one look. */
    LettersChanged run(Connection connection, Duration time) throws JMSException {
        long deadline = System.nanoTime() + time.toNanos();
        try (Session looking = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                Session changing = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            while (true) {
                // What is refused is seen again: the last look has all of it.
                tally = tally.withoutRefused();
                long before = tally.done();
                List<Meant> meant = new ArrayList<>();
                boolean whole = look(looking, meant, deadline);
                boolean late = change(changing, meant, deadline);
                if (late || isOver(deadline)) {
                    return whole && !late ? tally.whole() : tally.cut(tally.done());
                }
                if ((whole && tally.refused() == 0) || tally.done() == before) {
                    return tally.whole();
                }
            }
        }
    }

    private static boolean isOver(long deadline) {
        return System.nanoTime() - deadline > 0;
    }

    /** Whether it came to the end, not only to as many as are changed after one look. */
    private boolean look(Session session, List<Meant> meant, long deadline) throws JMSException {
        try (DeadLetterBrowser browser = DeadLetterBrowser.ofAll(session)) {
            while (meant.size() < LOOK_MAX) {
                Message message = browser.next();
                if (message == null) {
                    return browser.isWhole();
                }
                tally.looked();
                if (DeadLetterQueue.isMeant(message, task.choice())) {
                    look(message, meant);
                }
                if (isOver(deadline)) {
                    return false;
                }
            }
            return false;
        }
    }

    private void look(Message message, List<Meant> meant) throws JMSException {
        String id = DeadLetterQueue.idOf(message);
        Chunk chunk = DeadLetterQueue.chunkOf(message);
        if (id.isEmpty()) {
            tally.refused("a message without an id: expected a chunk");
        } else if (task.isRetry() && chunk == null) {
            tally.refused("dead letter " + id + ": expected a chunk, found another message");
        } else {
            meant.add(
                    new Meant(message.getJMSMessageID(), chunk == null ? 0 : chunk.body().length));
        }
    }

    /** Whether there was no time for all of them. */
    private boolean change(Session session, List<Meant> meant, long deadline) throws JMSException {
        int done = 0;
        for (List<Meant> portion : LetterPortions.of(meant, Meant::bytes)) {
            if (done > 0 && isOver(deadline)) {
                return true;
            }
            done += portion.size();
            if (!changeInOne(session, portion)) {
                meant.subList(done, meant.size()).forEach(each -> tally.refused(BEHIND));
                return false;
            }
        }
        return false;
    }

    /**
     * One transaction: whatever crashes, each is here or there.
     *
     * @return false when the broker has some of them that it does not give
     */
    private boolean changeInOne(Session session, List<Meant> meant) throws JMSException {
        List<Chunk> sent = new ArrayList<>();
        Set<String> left = meant.stream().map(Meant::id).collect(Collectors.toSet());
        try (MessageConsumer consumer =
                        session.createConsumer(
                                session.createQueue(EmbeddedBroker.DEAD_LETTERS), in(left));
                MessageProducer producer =
                        session.createProducer(session.createTopic(EmbeddedBroker.ADDRESS))) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            while (!left.isEmpty()) {
                Message letter = consumer.receive(DeadLetterBrowser.PATIENCE_MILLIS);
                if (letter == null) {
                    break;
                }
                left.remove(letter.getJMSMessageID());
                Chunk chunk = DeadLetterQueue.chunkOf(letter);
                if (chunk != null) {
                    producer.send(
                            task.isRetry()
                                    ? DeadLetterQueue.again(letter, session)
                                    : DeadLetterQueue.note(letter, session));
                    sent.add(
                            task.isRetry()
                                    ? chunk
                                    : DeadLetterQueue.withoutBody(chunk, Chunk.Format.NONE));
                }
            }
            CrashPoint.DEAD_LETTERS_SENT.pass();
            session.commit();
            CrashPoint.DEAD_LETTERS_COMMITTED.pass();
        }
        sent.forEach(depth::addEnqueued);
        tally.done(meant.size() - left.size());
        if (left.isEmpty() || !isThere(session, left)) {
            return true;
        }
        left.forEach(id -> tally.refused(BEHIND));
        return false;
    }

    /** False when somebody else took them meanwhile. */
    private static boolean isThere(Session session, Set<String> ids) throws JMSException {
        try (DeadLetterBrowser browser = DeadLetterBrowser.of(session, in(ids))) {
            return browser.next() != null;
        }
    }

    private static String in(Set<String> ids) {
        return ids.stream()
                .map(id -> "'" + id.replace("'", "''") + "'")
                .collect(Collectors.joining(",", "JMSMessageID IN (", ")"));
    }

    /** One that was seen: its JMS id and how many bytes it has. Immutable. */
    private record Meant(String id, int bytes) {}
}
