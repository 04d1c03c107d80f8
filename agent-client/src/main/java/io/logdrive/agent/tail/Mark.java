package io.logdrive.agent.tail;

import java.io.IOException;

/**
 * A place in a file between two of its events.
 *
 * <p>Immutable.
 *
 * @param offset in bytes from the file's start
 * @param sequence of the event that begins there
 * @param skipping whether what follows, up to the next newline, is the rest of a line that was cut
 * @param trail what stands before it
 */
record Mark(long offset, long sequence, boolean skipping, Trail trail) {
    Mark {
        if (offset < trail.length() || sequence < 0) {
            throw new IllegalArgumentException(
                    "mark: expected offset and sequence from 0 on, found "
                            + offset
                            + " and "
                            + sequence);
        }
    }

    /** Where the first event begins. */
    static Mark start(long offset) {
        return new Mark(offset, 0, false, Trail.EMPTY);
    }

    /** Whether a content could be the file's, and goes on from here as the file would. */
    boolean isIn(Content content) throws IOException {
        return content.size() >= offset && trail.leadsTo(content, offset);
    }
}
