package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.ChunkQueue;

/**
 * What all connections of a listener share.
 *
 * <p>Thread-safe.
 *
 * @param config the bounds of each connection
 * @param queue takes the chunks
 * @param events counts and logs
 * @param unconfirmed bytes that are not yet on disk
 * @param unfinished bytes of unfinished lines and frames
 * @param identities whose agents' origins are
 */
record Intake(
        ListenConfig config,
        ChunkQueue queue,
        ListenEvents events,
        SharedBytes unconfirmed,
        UnfinishedBytes unfinished,
        AgentIdentities identities) {

    /** Whether no connection should be read at the moment. */
    boolean isFull() {
        return unconfirmed.isFull() || unfinished.isExceeded();
    }

    /** Runs {@code resume} once, soon after {@link #isFull} may have changed. */
    void whenRoom(Runnable resume) {
        (unconfirmed.isFull() ? unconfirmed : unfinished.waiting()).whenRoom(resume);
    }

    /** Takes back {@link #whenRoom}. */
    void forget(Runnable resume) {
        unconfirmed.forget(resume);
        unfinished.waiting().forget(resume);
    }
}
