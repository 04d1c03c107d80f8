package io.logdrive.ingest.queue;

import java.util.List;

/**
 * What the guard of the queue's disk says of itself.
 *
 * <p>Immutable.
 *
 * @param state what it lets happen
 * @param reason why it does not accept; empty while it does
 * @param freeBytes bytes free on the queue's disk at the last look
 * @param reserveBytes bytes that must be free for chunks to be taken
 * @param damaged where parts of the queue that could not be read were set aside
 */
public record GuardStatus(
        GuardState state, String reason, long freeBytes, long reserveBytes, List<String> damaged) {

    /** Of a broker elsewhere. */
    public static final GuardStatus EXTERNAL =
            new GuardStatus(GuardState.ACCEPTING, "", 0, 0, List.of());
}
