package io.logdrive.ingest.listen;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of all connections that holds unfinished lines and frames. Not reading would not help
 * when it reaches its bound, because nothing could be finished any more: somebody has to go.
 *
 * <p>Thread-safe.
 */
final class UnfinishedBytes {
    private final long max;
    private final Runnable makeRoom;
    private final AtomicLong bytes = new AtomicLong();

    /**
     * @param makeRoom called when an addition exceeds {@code max}; it must not block
     */
    UnfinishedBytes(long max, Runnable makeRoom) {
        this.max = max;
        this.makeRoom = makeRoom;
    }

    long bytes() {
        return bytes.get();
    }

    boolean isExceeded() {
        return bytes.get() > max;
    }

    /** Adds {@code count}, which may be negative. */
    void add(long count) {
        if (bytes.addAndGet(count) > max && count > 0) {
            makeRoom.run();
        }
    }
}
