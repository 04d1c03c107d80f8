package io.logdrive.destination.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The batches that wait for the writer, and those of the group in its hands: both count against the
 * bound until the group is done, because both are on the heap.
 *
 * <p>Thread-safe.
 */
final class GroupQueue implements BatchSink {
    /**
     * How long after one group the next begins, unless much waits: a commit costs the same whether
     * it is for one record or for a hundred. Who comes after a silence does not wait.
     */
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** This part of a group is much. */
    private static final int MUCH = 4;

    private final StoreConfig.Bounds bounds;
    private final long paceNanos;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** The writer waits for more than there is. */
    private final Condition more = lock.newCondition();

    @GuardedBy("lock")
    private final ArrayDeque<Batch> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private long records;

    @GuardedBy("lock")
    private long bytes;

    /** Batches waiting or in the writer's hands. */
    @GuardedBy("lock")
    private int batches;

    @GuardedBy("lock")
    private boolean closed;

    /** As many records are worth a group before its time. */
    @GuardedBy("lock")
    private long wanted = Long.MAX_VALUE;

    @GuardedBy("lock")
    private long lastTakenNanos;

    /** Sequences of all batches that were ever accepted. */
    @GuardedBy("lock")
    private long received;

    /** Written under the lock, read without: event loops ask before every frame. */
    private volatile boolean full;

    GroupQueue(StoreConfig.Bounds bounds) {
        this(bounds, PACE_NANOS);
    }

    GroupQueue(StoreConfig.Bounds bounds, long paceNanos) {
        this.bounds = bounds;
        this.paceNanos = paceNanos;
        this.lastTakenNanos = System.nanoTime() - paceNanos;
    }

    @Override
    public Offered offer(Batch batch) {
        lock.lock();
        try {
            if (closed) {
                return Offered.CLOSED;
            }
            waiting.add(batch);
            batches++;
            received += batch.sequences();
            records += weight(batch);
            bytes += batch.bytes();
            if (records >= bounds.recordsMax() || bytes >= bounds.bytesMax()) {
                full = true;
            }
            changed.signalAll();
            if (records >= wanted || full) {
                more.signalAll();
            }
            return full ? Offered.ACCEPTED_FULL : Offered.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public void whenRoom(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Waits for batches, and when there are few and the last group was only just taken, for some
     * more; takes those that were waiting, in order, up to the bounds of a group but at least one.
     *
     * @return empty when the queue is closed and drained
     */
    List<Batch> take(StoreConfig.Bounds group) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            awaitMore(Math.max(1, group.recordsMax() / MUCH));
            lastTakenNanos = System.nanoTime();
            List<Batch> taken = new ArrayList<>();
            long takenRecords = 0;
            long takenBytes = 0;
            for (Batch next = waiting.peek(); next != null; next = waiting.peek()) {
                takenRecords += weight(next);
                takenBytes += next.bytes();
                boolean fits = takenRecords <= group.recordsMax() && takenBytes <= group.bytesMax();
                if (!taken.isEmpty() && !fits) {
                    break;
                }
                taken.add(waiting.remove());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void awaitMore(long much) {
        wanted = much;
        try {
            long left = lastTakenNanos + paceNanos - System.nanoTime();
            while (left > 0 && !closed && !full && records < much) {
                left = more.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // As in awaitClosed; what is there is taken.
            Thread.currentThread().interrupt();
        } finally {
            wanted = Long.MAX_VALUE;
        }
    }

    /** Ends the account of batches that {@link #take} gave out. */
    void done(List<Batch> taken) {
        boolean room;
        lock.lock();
        try {
            batches -= taken.size();
            for (Batch batch : taken) {
                records -= weight(batch);
                bytes -= batch.bytes();
            }
            // Half of the bound, so that readers are not stopped and started for every group.
            room = full && records <= bounds.recordsMax() / 2 && bytes <= bounds.bytesMax() / 2;
            if (room) {
                full = false;
            }
        } finally {
            lock.unlock();
        }
        if (room) {
            listeners.forEach(Runnable::run);
        }
    }

    /** Accepts nothing more; what is waiting can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the queue is closed, at most so long: how the writer spends its retry wait.
     *
     * @return whether it is closed
     */
    boolean awaitClosed(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Only a container that takes its threads down does that: end instead of spinning.
            Thread.currentThread().interrupt();
            closed = true;
        } finally {
            lock.unlock();
        }
        return isClosed();
    }

    /** Whether it is half full or more, which it is not while the writer keeps up. */
    boolean isBehind() {
        lock.lock();
        try {
            return records > bounds.recordsMax() / 2 || bytes > bounds.bytesMax() / 2;
        } finally {
            lock.unlock();
        }
    }

    long records() {
        lock.lock();
        try {
            return records;
        } finally {
            lock.unlock();
        }
    }

    /** Sequences of all batches that were ever accepted. */
    long received() {
        lock.lock();
        try {
            return received;
        } finally {
            lock.unlock();
        }
    }

    int batches() {
        lock.lock();
        try {
            return batches;
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** A batch without records still costs its object and its acknowledgement. */
    private static long weight(Batch batch) {
        return Math.max(1, batch.records().size());
    }
}
