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
    private final long bytesMax;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Condition room = lock.newCondition();

    @GuardedBy("lock")
    private final Deque<OutgoingChunk> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private final Deque<Long> putting = new ArrayDeque<>();

    @GuardedBy("lock")
    private long tickets;

    @GuardedBy("lock")
    private final Map<String, OutgoingChunk> sent = new LinkedHashMap<>();

    @GuardedBy("lock")
    private long bytes;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private boolean lost;

    Outbox(long bytesMax) {
        this.bytesMax = bytesMax;
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
            waiting.add(chunk);
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
            while (waiting.isEmpty() && !lost && !(closed && sent.isEmpty()) && left > 0) {
                left = changed.awaitNanos(left);
            }
            OutgoingChunk next = lost ? null : waiting.poll();
            if (next != null) {
                sent.put(next.name(), next);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    boolean hasWaiting() {
        lock.lock();
        try {
            return !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** A name that we do not wait for changes nothing. */
    void acknowledged(String name) {
        OutgoingChunk chunk;
        lock.lock();
        try {
            chunk = sent.remove(name);
            if (chunk == null) {
                return;
            }
        } finally {
            lock.unlock();
        }
        // Before there is room again: what the acknowledgement moves is moved in its order.
        chunk.acknowledged().run();
        lock.lock();
        try {
            bytes -= chunk.length();
            room.signalAll();
            if (bytes == 0) {
                changed.signalAll();
            }
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

    /** A new session: all that is not acknowledged is to be sent, in the order of its coming. */
    void rewind() {
        lock.lock();
        try {
            List<OutgoingChunk> again = new ArrayList<>(sent.values());
            sent.clear();
            for (int i = again.size() - 1; i >= 0; i--) {
                waiting.addFirst(again.get(i));
            }
            lost = false;
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

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything is acknowledged, or that long. */
    boolean awaitEmpty(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (bytes > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return bytes == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Waits that long, or until the outbox is closed. */
    void awaitClosed(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
