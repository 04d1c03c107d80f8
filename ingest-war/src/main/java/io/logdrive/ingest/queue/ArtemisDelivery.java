package io.logdrive.ingest.queue;

import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * A chunk on loan from Artemis. Compared by identity.
 *
 * <p>Confined to the consumer's thread, apart from its chunk.
 */
final class ArtemisDelivery implements Delivery {
    private final Chunk chunk;
    private final Message message;
    private final int generation;

    ArtemisDelivery(Chunk chunk, Message message, int generation) {
        this.chunk = chunk;
        this.message = message;
        this.generation = generation;
    }

    @Override
    public Chunk chunk() {
        return chunk;
    }

    @Override
    public String id() {
        try {
            return message.getJMSMessageID();
        } catch (JMSException e) {
            throw new QueueUnavailableException("message of " + chunk.name() + ": no id", e);
        }
    }

    Message message() {
        return message;
    }

    /** Which connection of the source it came by. */
    int generation() {
        return generation;
    }
}
