package io.logdrive.ingest.queue;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.Enumeration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the dead letters without taking them, from the oldest to the last.
 *
 * <p>A JMS browser alone does not get there: Artemis's says that there are no more as soon as the
 * broker has none at hand, which is in the midst of a queue that lies in pages (400 of 2,000 were
 * seen). So it is asked again while the broker counts more than were seen.
 *
 * <p>Confined to the thread of its session.
 */
final class DeadLetterBrowser implements AutoCloseable {
    /** How long the broker may take to find the next one. */
    static final long PATIENCE_MILLIS = 1_000;

    /** So many it looks through at once, before it says that it has none. */
    private static final long AT_ONCE = 100;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Session session;
    private final QueueBrowser browser;
    private final Enumeration<?> letters;
    private final boolean all;
    private long seen;
    private boolean whole;

    private DeadLetterBrowser(Session session, @Nullable String selector) throws JMSException {
        this.session = session;
        this.all = selector == null;
        Queue queue = session.createQueue(EmbeddedBroker.DEAD_LETTERS);
        this.browser = session.createBrowser(queue, selector);
        this.letters = browser.getEnumeration();
    }

    static DeadLetterBrowser ofAll(Session session) throws JMSException {
        return new DeadLetterBrowser(session, null);
    }

    /** Of those that a JMS selector chooses. */
    static DeadLetterBrowser of(Session session, String selector) throws JMSException {
        return new DeadLetterBrowser(session, selector);
    }

    /** Null when there is none left, or none came any more: {@link #isWhole} tells which. */
    @Nullable Message next() throws JMSException {
        if (!letters.hasMoreElements() && !awaitMore()) {
            return null;
        }
        seen++;
        return (Message) letters.nextElement();
    }

    private boolean awaitMore() throws JMSException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (count(session) > (all ? seen : AT_ONCE)) {
            if (letters.hasMoreElements()) {
                return true;
            }
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        whole = true;
        return false;
    }

    /** So many of those that were seen are there no more. */
    void gone(long count) {
        seen -= count;
    }

    /** Whether all were seen. */
    boolean isWhole() {
        return whole;
    }

    /** Whether there are so many that the broker may say too early that it has none. */
    static boolean isLong(Session session) throws JMSException {
        return count(session) > AT_ONCE;
    }

    /** What the broker says; for a while after its start it may say too many or too few. */
    private static long count(Session session) throws JMSException {
        try {
            return ((ActiveMQSession) session)
                    .getCoreSession()
                    .queueQuery(SimpleString.of(EmbeddedBroker.DEAD_LETTERS))
                    .getMessageCount();
        } catch (ActiveMQException e) {
            JMSException failed = new JMSException("dead letters: cannot count: " + e);
            failed.initCause(e);
            throw failed;
        }
    }

    @Override
    public void close() throws JMSException {
        browser.close();
    }
}
