package io.logdrive.ingest.queue;

import org.jspecify.annotations.Nullable;

/**
 * A chunk that could not be processed, as it lies in the queue {@code logs.dead}.
 *
 * <p>Immutable as long as nobody writes to {@code raw}.
 *
 * @param id names it in the API
 * @param reason why it could not be processed
 * @param attempts how often that was tried
 * @param atMillis when it became a dead letter, milliseconds since the epoch
 * @param chunk what it was, its body always empty; null when it never was a chunk of ours
 * @param bytes how many bytes it has
 * @param raw all of them; empty in a list
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DeadLetter(
        String id,
        String reason,
        int attempts,
        long atMillis,
        @Nullable Chunk chunk,
        long bytes,
        byte[] raw) {}
