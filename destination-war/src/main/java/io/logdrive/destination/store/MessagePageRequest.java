package io.logdrive.destination.store;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of the filtered messages, in which order, and what of them.
 *
 * <p>Immutable.
 *
 * @param ascending oldest first
 * @param after only what follows this in the order, or null
 * @param before only what precedes this in the order, and of that the last, or null
 * @param limit at most so many
 * @param columns what to read
 */
public record MessagePageRequest(
        boolean ascending,
        @Nullable Position after,
        @Nullable Position before,
        int limit,
        Set<MessageColumn> columns) {

    /** A place in the total order: by time, then id. Immutable. */
    public record Position(long micros, long id) {}
}
