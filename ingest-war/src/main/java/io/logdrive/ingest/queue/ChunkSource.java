package io.logdrive.ingest.queue;

import org.jspecify.annotations.Nullable;

/** Where a consumer of the queue takes chunks from; all calls come from one thread. */
public interface ChunkSource extends AutoCloseable {
    /**
     * Waits up to {@code timeoutMillis} for the next chunk, reconnecting as often as needed.
     *
     * @return null when none came
     */
    @Nullable Delivery receive(long timeoutMillis);

    /**
     * Removes a delivered chunk from the queue. When the connection it came by is gone, it does
     * nothing: the broker delivers that chunk again.
     */
    void acknowledge(Delivery delivery);

    /**
     * Moves a delivered chunk that cannot be processed to the dead letters, whole and with the
     * reason. When the connection it came by is gone, it does nothing, as {@link #acknowledge}.
     *
     * @param attempts how often its processing failed
     */
    void reject(Delivery delivery, String reason, int attempts);

    /** Whether nobody else takes chunks from the same queue, so that none passes by here. */
    boolean isExclusive();

    /** Whether the broker is connected at the moment. */
    boolean isConnected();

    /** Returns what was delivered and not acknowledged to the queue. */
    @Override
    void close();
}
