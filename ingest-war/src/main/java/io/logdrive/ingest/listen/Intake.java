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
 */
record Intake(
        ListenConfig config,
        ChunkQueue queue,
        ListenEvents events,
        UnconfirmedBytes unconfirmed,
        UnfinishedBytes unfinished) {}
