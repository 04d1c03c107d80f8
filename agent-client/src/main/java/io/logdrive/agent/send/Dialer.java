package io.logdrive.agent.send;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Decides when a connection without a socket tries to get one. Only so many try at the same time
 * that a server's queue of unaccepted connections is not overrun.
 *
 * <p>Confined to the thread that sends.
 */
final class Dialer {
    /** Who is told how an attempt ended. Confined to the thread that sends. */
    interface Caller {
        void connected(Connection connection);

        void failed(Connection connection, IOException why);
    }

    private static final int CONNECTING_MAX = 256;

    private final Supplier<InetSocketAddress> address;
    private final BackOff backOff;
    private final DoubleSupplier random;
    private final long connectMaxNanos;
    private final PriorityQueue<Connection> waiting =
            new PriorityQueue<>(Comparator.comparingLong(c -> c.deadline));
    private final Queue<Connection> connecting = new ArrayDeque<>();

    Dialer(Supplier<InetSocketAddress> address, BackOff backOff, DoubleSupplier random) {
        this.address = address;
        this.backOff = backOff;
        this.random = random;
        this.connectMaxNanos = SendConfig.CONNECT_MAX.toNanos();
    }

    /** Its first attempt, now. */
    void first(Connection connection) {
        connection.deadline = 0;
        waiting.add(connection);
    }

    /** An attempt failed or a session was lost. */
    void retry(Connection connection, long elapsedNanos) {
        connection.deadline =
                elapsedNanos + backOff.delayNanos(connection.attempt, random.getAsDouble());
        connection.attempt++;
        waiting.add(connection);
    }

    /** A session was lost that had been up since {@link Connection#upSince}. */
    void retryAfterSession(Connection connection, long elapsedNanos) {
        connection.attempt =
                backOff.attemptAfter(connection.attempt, elapsedNanos - connection.upSince);
        retry(connection, elapsedNanos);
    }

    /** The attempt has an outcome. */
    void done(Connection connection) {
        connecting.remove(connection);
    }

    /** Starts what is due and hands what failed at once to the caller. */
    void dial(Selector selector, long elapsedNanos, Caller caller) {
        for (Connection head = waiting.peek();
                head != null && head.deadline <= elapsedNanos && connecting.size() < CONNECTING_MAX;
                head = waiting.peek()) {
            waiting.remove();
            head.deadline = elapsedNanos + connectMaxNanos;
            connecting.add(head);
            try {
                head.connect(selector, address.get());
            } catch (IOException e) {
                caller.failed(head, e);
                continue;
            }
            if (head.state() == Connection.State.UP) {
                caller.connected(head);
            }
        }
    }

    /** Hands attempts that take too long to the caller. */
    void expire(long elapsedNanos, Caller caller) {
        for (Iterator<Connection> all = connecting.iterator(); all.hasNext(); ) {
            Connection connection = all.next();
            if (connection.deadline > elapsedNanos) {
                return;
            }
            all.remove();
            caller.failed(connection, new IOException("Connection timed out"));
        }
    }

    /** When there is something to do next. */
    long nextNanos() {
        Connection oldest = connecting.peek();
        Connection next = waiting.peek();
        long expiry = oldest == null ? Long.MAX_VALUE : oldest.deadline;
        boolean full = connecting.size() >= CONNECTING_MAX;
        return next == null || full ? expiry : Math.min(expiry, next.deadline);
    }

    /** Forgets those that have ended. */
    void forgetEnded() {
        waiting.removeIf(c -> c.state() == Connection.State.ENDED);
        connecting.removeIf(c -> c.state() == Connection.State.ENDED);
    }

    /** Forgets one that will not be tried again. */
    void forget(Connection connection) {
        waiting.remove(connection);
        connecting.remove(connection);
    }
}
