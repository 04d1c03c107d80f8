package io.logdrive.destination.receive;

/**
 * What a connection says back to its peer.
 *
 * <p>Implementations are thread-safe.
 */
interface Answers {
    /** Sends {@code {"ack": chunk}}: the batch of that name is committed. */
    void acknowledge(String chunk);

    /** Sends nil. */
    void heartbeat();
}
