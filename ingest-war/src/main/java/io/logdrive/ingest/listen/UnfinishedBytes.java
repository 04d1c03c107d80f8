package io.logdrive.ingest.listen;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The memory of all connections that holds unfinished lines and frames. When it exceeds its bound
 * nobody is read, and because then nothing could be finished any more, somebody has to go.
 *
 * <p>Thread-safe.
 */
final class UnfinishedBytes {
    private final SharedBytes bytes;
    private final BooleanSupplier makeRoom;
    private final AtomicBoolean makingRoom = new AtomicBoolean();

    /**
     * @param makeRoom called when the bound is exceeded, once until {@link #madeRoom}; answers
     *     whether anybody goes; it must not block
     */
    UnfinishedBytes(long max, BooleanSupplier makeRoom) {
        this.bytes = new SharedBytes(max + 1);
        this.makeRoom = makeRoom;
    }

    long bytes() {
        return bytes.bytes();
    }

    boolean isExceeded() {
        return bytes.isFull();
    }

    /** Who waits until the bound is not exceeded any more. */
    SharedBytes waiting() {
        return bytes;
    }

    /** Adds {@code count}, which may be negative. */
    void add(long count) {
        if (count < 0) {
            bytes.remove(-count);
        } else {
            bytes.add(count);
            askForRoom();
        }
    }

    /** Whoever had to go has gone; if that was not enough, the next one has to. */
    void madeRoom() {
        makingRoom.set(false);
        askForRoom();
    }

    private void askForRoom() {
        if (isExceeded() && makingRoom.compareAndSet(false, true) && !makeRoom.getAsBoolean()) {
            makingRoom.set(false);
        }
    }
}
