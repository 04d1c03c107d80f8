package io.logdrive.agent.send;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The unacknowledged chunks: those that this session has not sent, and those it has.
 *
 * <p>Thread-safe.
 */
final class Outbox {
    /** Sessions in a row that ended without an acknowledgement before chunks go one by one. */
    private static final int FRUITLESS_MAX = 2;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Condition room = lock.newCondition();

    @GuardedBy("lock")
    private long bytesMax;

    @GuardedBy("lock")
    private final Deque<Kept> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private final Deque<Long> putting = new ArrayDeque<>();

    @GuardedBy("lock")
    private long tickets;

    @GuardedBy("lock")
    private final Map<String, Kept> sent = new LinkedHashMap<>();

    @GuardedBy("lock")
    private long bytes;

    @GuardedBy("lock")
    private boolean closed;

    /** Whether nobody sends any more. */
    @GuardedBy("lock")
    private boolean failed;

    @GuardedBy("lock")
    private boolean lost;

    /** Whether the wait before an attempt is to end. */
    @GuardedBy("lock")
    private boolean woken;

    @GuardedBy("lock")
    private int fruitless;

    @GuardedBy("lock")
    private Traffic traffic = Traffic.NONE;

    /** A chunk, and how often it was sent. Confined to the lock. */
    private static final class Kept {
        private final OutgoingChunk chunk;
        private long sends;

        Kept(OutgoingChunk chunk) {
            this.chunk = chunk;
        }
    }

    Outbox(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** From now on. What it has over a smaller bound stays. */
    void bytesMax(long most) {
        lock.lock();
        try {
            bytesMax = most;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for room and takes the chunk.
     *
     * @return false when it is closed: the chunk was not taken
     */
    boolean put(OutgoingChunk chunk) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // In the order of their coming: a large chunk must not wait for ever for small ones.
            Long ticket = tickets++;
            putting.add(ticket);
            try {
                while (!closed && (!ticket.equals(putting.peek()) || isTooMuch(chunk))) {
                    room.await();
                }
            } finally {
                putting.remove(ticket);
                room.signalAll();
            }
            if (closed) {
                return false;
            }
            bytes += chunk.length();
            waiting.add(new Kept(chunk));
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean isTooMuch(OutgoingChunk chunk) {
        return bytes > 0 && bytes + chunk.length() > bytesMax;
    }

    /**
     * The chunk to send next; it counts as sent from now on.
     *
     * @return null when none came in that time, the session was lost, or the outbox is closed and
     *     empty
     */
    @Nullable OutgoingChunk next(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!isSendable() && !lost && !(closed && isEmpty()) && left > 0) {
                left = changed.awaitNanos(left);
            }
            Kept next = lost || !isSendable() ? null : waiting.poll();
            if (next == null) {
                return null;
            }
            traffic = traffic.sent(next.chunk, next.sends++ > 0);
            sent.put(next.chunk.name(), next);
            return next.chunk;
        } finally {
            lock.unlock();
        }
    }

    /** After fruitless sessions one by one, to learn which chunk it is that ends them. */
    @GuardedBy("lock")
    private boolean isSendable() {
        return !waiting.isEmpty() && (fruitless < FRUITLESS_MAX || sent.isEmpty());
    }

    @GuardedBy("lock")
    private boolean isEmpty() {
        return waiting.isEmpty() && sent.isEmpty();
    }

    /** Whether {@link #next} has one at once. */
    boolean hasNext() {
        lock.lock();
        try {
            return isSendable();
        } finally {
            lock.unlock();
        }
    }

    /** A name that we do not wait for changes nothing. */
    void acknowledged(String name) {
        OutgoingChunk chunk;
        lock.lock();
        try {
            Kept kept = sent.remove(name);
            if (kept == null) {
                return;
            }
            chunk = kept.chunk;
        } finally {
            lock.unlock();
        }
        // Before there is room again: what the acknowledgement moves is moved in its order.
        chunk.acknowledged().run();
        lock.lock();
        try {
            bytes -= chunk.length();
            fruitless = 0;
            traffic = traffic.acknowledged(chunk);
            room.signalAll();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The session is lost; whoever waits for a chunk to send is told. */
    void lost() {
        lock.lock();
        try {
            lost = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isLost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The session is over: all that is not acknowledged is to be sent, in the order of its coming.
     *
     * @param refused whether the server ended it
     * @return the only one that was unacknowledged then; null: the server did not end it, or there
     *     were others
     */
    @Nullable OutgoingChunk rewind(boolean refused) {
        lock.lock();
        try {
            List<Kept> again = new ArrayList<>(sent.values());
            if (refused && !again.isEmpty()) {
                fruitless++;
            }
            sent.clear();
            for (int i = again.size() - 1; i >= 0; i--) {
                waiting.addFirst(again.get(i));
            }
            lost = false;
            return refused && again.size() == 1 ? again.get(0).chunk : null;
        } finally {
            lock.unlock();
        }
    }

    int unacknowledged() {
        lock.lock();
        try {
            return waiting.size() + sent.size();
        } finally {
            lock.unlock();
        }
    }

    /** All figures of one moment. */
    Traffic traffic() {
        lock.lock();
        try {
            return traffic.kept(waiting.size() + sent.size(), bytes);
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more chunks; those it has are still sent. */
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more chunks, and nobody sends those it has: nothing is waited for. */
    void fail() {
        lock.lock();
        try {
            failed = true;
            close();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything is acknowledged, or that long, or until nobody sends any more. */
    boolean awaitEmpty(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (bytes > 0 && !failed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return bytes == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the next or the running wait of {@link #awaitRetry}. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits that long; or until it is closed, or was woken. Also one that is closed, but not empty,
     * waits: its server may come back.
     */
    void awaitRetry(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean closing = closed;
            long left = nanos;
            while (!woken && closed == closing && !(closed && bytes == 0) && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }
}
