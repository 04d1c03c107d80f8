package io.logdrive.ingest.queue;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.jspecify.annotations.Nullable;

/**
 * Takes chunks from the durable queue of one consumer, several at a time on loan.
 *
 * <p>The session acknowledges message by message ({@code INDIVIDUAL_ACKNOWLEDGE}, Artemis' number
 * for it): with several batches in flight a plain client acknowledgement would also acknowledge
 * chunks that the destination does not have yet.
 *
 * <p>Confined to the consumer's thread.
 */
public final class ArtemisChunkSource implements ChunkSource {
    private final BrokerConnector connector;
    private final QueueDepth depth;
    private final QueueEvents events;
    private final String queue;

    private @Nullable Connection connection;
    private @Nullable MessageConsumer consumer;
    private @Nullable DeadLetters deadLetters;
    private int generation;
    private int failures;
    private long retryAtNanos;

    /** The forwarder's source, which connects at the first {@link #receive}. */
    public ArtemisChunkSource(BrokerConnector connector, QueueDepth depth, QueueEvents events) {
        this(connector, EmbeddedBroker.FORWARD_QUEUE, depth, events);
    }

    /** The source of the consumer whose queue has that name. */
    public ArtemisChunkSource(
            BrokerConnector connector, String queue, QueueDepth depth, QueueEvents events) {
        this.queue = queue;
        this.connector = connector;
        this.depth = depth;
        this.events = events;
    }

    @Override
    public @Nullable Delivery receive(long timeoutMillis) {
        try {
            MessageConsumer open = consumer == null ? connect(timeoutMillis) : consumer;
            Message message = open == null ? null : open.receive(timeoutMillis);
            return message == null ? null : delivery(message);
        } catch (JMSException | RuntimeException e) {
            disconnect(e);
            return null;
        }
    }

    @Override
    public void acknowledge(Delivery delivery) {
        ArtemisDelivery lent = (ArtemisDelivery) delivery;
        if (lent.generation() != generation || consumer == null) {
            return;
        }
        try {
            lent.message().acknowledge();
            depth.addAcknowledged(lent.chunk());
        } catch (JMSException | RuntimeException e) {
            disconnect(e);
        }
    }

    @Override
    public void reject(Delivery delivery, String reason, int attempts) {
        ArtemisDelivery lent = (ArtemisDelivery) delivery;
        if (lent.generation() != generation || deadLetters == null) {
            return;
        }
        try {
            deadLetters.put(lent.message(), reason, attempts);
            events.deadLetter(lent.chunk().name(), reason);
        } catch (JMSException | RuntimeException e) {
            disconnect(e);
            return;
        }
        acknowledge(lent);
    }

    @Override
    public boolean isExclusive() {
        return connector.isEmbedded();
    }

    @Override
    public boolean isConnected() {
        return consumer != null;
    }

    @Override
    public void close() {
        closeConnection();
    }

    private @Nullable Delivery delivery(Message message) throws JMSException {
        try {
            return new ArtemisDelivery(ChunkMessageCodec.decode(message), message, generation);
        } catch (IllegalArgumentException e) {
            events.refusedMessage(message.getJMSMessageID(), e);
            if (deadLetters != null) {
                deadLetters.put(message, e.toString(), 1);
                message.acknowledge();
            }
            return null;
        }
    }

    private @Nullable MessageConsumer connect(long timeoutMillis) throws JMSException {
        long wait = retryAtNanos - System.nanoTime();
        if (failures > 0 && wait > 0) {
            return waitBriefly(Math.min(wait, TimeUnit.MILLISECONDS.toNanos(timeoutMillis)));
        }
        connection = connector.open();
        Session session =
                connection.createSession(false, ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE);
        consumer =
                session.createSharedDurableConsumer(
                        session.createTopic(EmbeddedBroker.ADDRESS), queue);
        deadLetters = new DeadLetters(connection);
        connection.start();
        generation++;
        failures = 0;
        events.connected(queue);
        return consumer;
    }

    private static @Nullable MessageConsumer waitBriefly(long nanos) {
        LockSupport.parkNanos(nanos);
        return null;
    }

    private void disconnect(Exception cause) {
        closeConnection();
        failures++;
        long delay = RetryDelay.millis(failures, ThreadLocalRandom.current().nextDouble());
        retryAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay);
        events.connectionFailed(queue, cause, delay);
    }

    private void closeConnection() {
        Connection open = connection;
        connection = null;
        consumer = null;
        deadLetters = null;
        if (open != null) {
            try {
                open.close();
            } catch (JMSException e) {
                // Closing a connection that is already broken tells nothing new.
                events.connectionFailed("close", e, 0);
            }
        }
    }
}
