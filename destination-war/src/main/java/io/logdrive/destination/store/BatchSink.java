package io.logdrive.destination.store;

/**
 * Where batches go to be stored, in the order they are offered.
 *
 * <p>Implementations are thread-safe.
 */
public interface BatchSink {
    /** Takes a batch without blocking. The bound is soft by the one batch that crosses it. */
    Offered offer(Batch batch);

    /** Whether the bound is reached. */
    boolean isFull();

    /**
     * Calls {@code listener} whenever the queue has room again after it was full, on the thread
     * that made the room.
     */
    void whenRoom(Runnable listener);
}
