package io.logdrive.destination.store;

import io.logdrive.destination.store.MessagePageRequest.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of a page stand.
 *
 * <p>Immutable.
 *
 * @param places in the order that was asked for
 * @param previous where a page before this one ends, or null when nothing precedes
 * @param next where a page after this one begins, or null when nothing follows
 * @param stopped null, or how far the search came before its time was over: there may be more
 *     between the last place found and this
 */
public record MessagePage(
        List<Position> places,
        @Nullable Position previous,
        @Nullable Position next,
        @Nullable Position stopped) {

    /** Whether something precedes. */
    public boolean hasPrevious() {
        return previous != null;
    }

    /** Whether something follows, or may. */
    public boolean hasNext() {
        return next != null;
    }

    /**
     * The first messages of some places.
     *
     * <p>Immutable.
     *
     * @param messages those that are still there
     * @param placesRead how many places they are the answer for; 1 or more unless there were none
     */
    public record Part(List<StoredMessage> messages, int placesRead) {}

    /**
     * Messages on the way through a filter.
     *
     * <p>Immutable.
     *
     * @param messages in their order
     * @param reached everything up to here was looked at; null at the end
     */
    public record Chunk(List<StoredMessage> messages, @Nullable Position reached) {}
}
