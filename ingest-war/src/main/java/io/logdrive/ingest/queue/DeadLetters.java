package io.logdrive.ingest.queue;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Enumeration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The way into the queue of what cannot be processed: each message whole, with the reason and the
 * attempts as two more properties.
 *
 * <p>The broker's own dead-letter counting is not used: it counts deliveries, and a chunk on loan
 * while the destination is away or the connection breaks is delivered again through no fault of its
 * own (RELIABILITY M11).
 *
 * <p>Confined to the consumer's thread.
 */
final class DeadLetters {
    static final String REASON = "reason";
    static final String ATTEMPTS = "attempts";

    private static final int REASON_CHARS_MAX = 1_000;
    private static final long CONFIRM_SECONDS_MAX = 10;

    private final Session session;
    private final MessageProducer producer;

    DeadLetters(Connection connection) throws JMSException {
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        producer = session.createProducer(session.createQueue(EmbeddedBroker.DEAD_LETTERS));
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
    }

    /**
     * Returns once the copy is on disk; only then the original may be acknowledged.
     *
     * @throws JMSException when that did not happen
     */
    void put(Message message, String reason, int attempts) throws JMSException {
        CompletableFuture<Message> confirmed = new CompletableFuture<>();
        producer.send(letterOf(message, reason, attempts), listener(confirmed));
        try {
            confirmed.get(CONFIRM_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            JMSException failed = new JMSException("dead letter: not confirmed: " + e);
            failed.initCause(e);
            throw failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JMSException("dead letter: interrupted");
        }
    }

    private Message letterOf(Message message, String reason, int attempts) throws JMSException {
        if (!(message instanceof BytesMessage bytes)) {
            // Somebody else's: passed on as it is, its body is not looked at.
            return message;
        }
        BytesMessage letter = copyOf(bytes, session);
        letter.setStringProperty(
                REASON, reason.substring(0, Math.min(reason.length(), REASON_CHARS_MAX)));
        letter.setIntProperty(ATTEMPTS, attempts);
        return letter;
    }

    /**
     * The body and our own properties, apart from why and when it died; a broker's properties, such
     * as the id by which it knows doubles, stay behind.
     */
    static BytesMessage copyOf(BytesMessage message, Session session) throws JMSException {
        BytesMessage copy = propertiesOf(message, session);
        copy.writeBytes(bodyOf(message));
        return copy;
    }

    /** As {@link #copyOf}, without the body. */
    static BytesMessage propertiesOf(BytesMessage message, Session session) throws JMSException {
        BytesMessage copy = session.createBytesMessage();
        Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            if (!name.startsWith("JMS")
                    && !name.startsWith("_")
                    && !Set.of(REASON, ATTEMPTS).contains(name)) {
                copy.setObjectProperty(name, message.getObjectProperty(name));
            }
        }
        return copy;
    }

    static byte[] bodyOf(BytesMessage message) throws JMSException {
        byte[] body = new byte[Math.toIntExact(message.getBodyLength())];
        message.reset();
        message.readBytes(body);
        return body;
    }

    private static CompletionListener listener(CompletableFuture<Message> confirmed) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                confirmed.complete(message);
            }

            @Override
            public void onException(Message message, Exception exception) {
                confirmed.completeExceptionally(exception);
            }
        };
    }
}
