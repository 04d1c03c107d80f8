package io.logdrive.destination.store;

import io.logdrive.destination.store.MessagePageRequest.Position;
import java.util.List;

/**
 * Where the messages of a page stand.
 *
 * <p>Immutable.
 *
 * @param places in the order that was asked for
 * @param hasPrevious whether something precedes
 * @param hasNext whether something follows
 */
public record MessagePage(List<Position> places, boolean hasPrevious, boolean hasNext) {

    /**
     * The first messages of some places.
     *
     * <p>Immutable.
     *
     * @param messages those that are still there
     * @param placesRead how many places they are the answer for; 1 or more unless there were none
     */
    public record Part(List<StoredMessage> messages, int placesRead) {}
}
