package io.logdrive.agent.tail;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * How far a {@link Tailer} is, for people to look at.
 *
 * <p>Immutable.
 *
 * @param files those that are read
 * @param left marks of files that nobody reads: not found, not wanted, or finished
 * @param threads what they are at
 * @param reloading whether a new configuration waits for what is on its way
 */
public record TailState(List<OfFile> files, int left, List<OfThread> threads, boolean reloading) {
    /**
     * How far one file is.
     *
     * <p>Immutable.
     *
     * @param path where it was found last
     * @param origin the id of its events' origin
     * @param input the name of its input, or its number from 1 on
     * @param state {@code idle}, {@code queued}, {@code reading}, {@code held} by its input's rate,
     *     {@code retried} since it could not be read, {@code rotated} out of sight, {@code
     *     replaced}
     * @param sizeBytes when it was last looked at
     * @param readBytes up to there it is read
     * @param acknowledgedBytes up to there it is acknowledged
     * @param readEvents that were handed on or filtered, of its whole life
     * @param acknowledgedEvents of these
     * @param grownMillisAgo how long ago it grew, or was found
     */
    public record OfFile(
            Path path,
            UUID origin,
            String input,
            String state,
            long sizeBytes,
            long readBytes,
            long acknowledgedBytes,
            long readEvents,
            long acknowledgedEvents,
            long grownMillisAgo) {
        /** What of it is not acknowledged yet. */
        public long lagBytes() {
            return Math.max(0, sizeBytes - acknowledgedBytes);
        }
    }

    /**
     * What one thread is at.
     *
     * <p>Immutable.
     *
     * @param name {@code agent-tail}, {@code agent-read-1} …
     * @param id of the thread, as in a dump of threads
     * @param state as {@code idle}, {@code reading PATH}, {@code sending PATH}
     * @param events it has handed on
     * @param renewedMillisAgo how long ago it showed that it goes on; more than 5,000: it hangs.
     *     One that waits for room in what is on its way shows 0
     */
    public record OfThread(
            String name, long id, String state, long events, long renewedMillisAgo) {}
}
