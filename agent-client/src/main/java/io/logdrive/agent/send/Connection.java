package io.logdrive.agent.send;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Objects;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * One of the run's connections, over all its TCP sessions: what it owes, and its socket if it has
 * one. What it made and how it speaks is its wire's, the plain or the acknowledged.
 *
 * <p>Confined to the thread that sends.
 */
abstract class Connection {
    /** Where a connection is in its life. Immutable. */
    enum State {
        /** Without a socket, until its next attempt. */
        WAITING,
        CONNECTING,
        UP,
        /** Half-closed: everything was handed over, the server's close is awaited. */
        CLOSING,
        ENDED
    }

    /** What came of handing lines to the operating system. Immutable. */
    enum Pumped {
        /** Nothing left for now. */
        IDLE,
        /** There is more, and there is room. */
        MORE,
        /** There is more, but the operating system takes no more. */
        BLOCKED
    }

    /** What was read from the server. Immutable. */
    enum Received {
        /** Nothing that lets the connection go on. */
        NOTHING,
        /** An acknowledgement: there may be room again, or nothing left to wait for. */
        ANSWER,
        END
    }

    /** A peer that vanished while nothing is sent is noticed within 25 s. */
    private static final Map<SocketOption<Integer>, Integer> KEEP_ALIVE =
            Map.of(
                    ExtendedSocketOptions.TCP_KEEPIDLE, 10,
                    ExtendedSocketOptions.TCP_KEEPINTERVAL, 5,
                    ExtendedSocketOptions.TCP_KEEPCOUNT, 3);

    private final ConnectionTally tally;
    private final long linesMax;
    private State state = State.WAITING;
    private long made;
    private long owed;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;

    /** The attempt to connect that comes next, from 0. */
    int attempt;

    /** When the state is to end: the next attempt, its failure, the end of the wait. */
    long deadline;

    /** When the wait for the server's confirmation ends. */
    long confirmDeadline;

    /** Whether that wait has begun. */
    boolean awaited;

    /** When the session began. */
    long upSince;

    /** Whether the loop has it in its queue of connections that can send. */
    boolean runnable;

    Connection(ConnectionTally tally, long linesMax) {
        this.tally = tally;
        this.linesMax = linesMax;
    }

    /** A session begins. */
    void connected(long elapsedNanos) {
        upSince = elapsedNanos;
    }

    /** Makes lines that are owed and hands them over, one buffer at most. */
    abstract Pumped pump(Figures figures, long elapsedNanos) throws IOException;

    /** Reads what the server says. */
    abstract Received receive(ByteBuffer scratch, Figures figures, long elapsedNanos)
            throws IOException;

    /** Whether what it made is off its hands: it need not be kept any more. */
    abstract boolean settled();

    /** The session is lost: what is to be sent again is made ready for that. */
    abstract void rewind();

    /** Whether a session that was lost is to be followed by another. */
    abstract boolean goesOn(boolean stopping);

    /** Whether lines that are owed cannot be handed over now. */
    abstract boolean stuck();

    /** Whether the server's close is the confirmation, which is awaited then. */
    abstract boolean confirmedByClose();

    /** When the server confirmed something last, or a time long past. */
    abstract long confirmedNanos();

    /** Whether closing now would look to the server like the orderly end of a torn message. */
    abstract boolean torn();

    State state() {
        return state;
    }

    ConnectionTally tally() {
        return tally;
    }

    /** Lines it may still be asked for. */
    long wanted() {
        return linesMax - made - owed;
    }

    void owe(long lines) {
        owed += lines;
    }

    long owed() {
        return owed;
    }

    long made() {
        return made;
    }

    /** So many of the lines that were owed are made. */
    void made(long lines) {
        owed -= lines;
        made += lines;
    }

    /** Whether all lines that it ever has to send are made. */
    boolean madeAll() {
        return made == linesMax;
    }

    /** Whether all lines that it ever has to send are off its hands. */
    boolean finished() {
        return madeAll() && settled();
    }

    /** Whether nothing that was asked for is left to hand over. */
    boolean drained() {
        return owed == 0 && settled();
    }

    /** Gives up the lines that were asked for and are not made. */
    void abandonOwed() {
        owed = 0;
    }

    void connect(Selector selector, InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("host " + address.getHostString() + " does not resolve");
        }
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        state = State.CONNECTING;
        opened.configureBlocking(false);
        // The loop sends in batches itself; a lone line must not wait for an acknowledgement.
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        for (Map.Entry<SocketOption<Integer>, Integer> option : KEEP_ALIVE.entrySet()) {
            if (opened.supportedOptions().contains(option.getKey())) {
                opened.setOption(option.getKey(), option.getValue());
            }
        }
        boolean connected = opened.connect(address);
        key = opened.register(selector, connected ? 0 : SelectionKey.OP_CONNECT, this);
        if (connected) {
            established();
        }
    }

    /** The selector says the attempt has an outcome; throws when it failed. */
    void finishConnect() throws IOException {
        if (channel().finishConnect()) {
            established();
        }
    }

    private void established() throws IOException {
        InetSocketAddress local = (InetSocketAddress) channel().getLocalAddress();
        if (local.equals(channel().getRemoteAddress())) {
            // TCP lets a port connect to itself when nobody listens there.
            throw new IOException("Connection refused");
        }
        key().interestOps(SelectionKey.OP_READ);
        state = State.UP;
        tally.opened(local.getPort());
    }

    /** The operating system takes no more: to be told when it does. */
    void block() {
        key().interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    void unblocked() {
        key().interestOps(SelectionKey.OP_READ);
    }

    boolean blocked() {
        return (key().interestOps() & SelectionKey.OP_WRITE) != 0;
    }

    void halfClose() throws IOException {
        channel().shutdownOutput();
        state = State.CLOSING;
    }

    /** The session is over; what it has not handed over stays. */
    void disconnect(SessionEnd end) {
        if (state == State.UP || state == State.CLOSING) {
            tally.closed(end);
        }
        close(torn());
        rewind();
        state = State.WAITING;
    }

    /** No session will follow. */
    void end() {
        owed = 0;
        state = State.ENDED;
    }

    /**
     * @param abruptly by a reset instead of an orderly end: the listener takes what stands before
     *     an orderly end for the last line, and this torn line is none. The price are lines that
     *     still lie in the operating system's buffer; they are reported as unconfirmed either way.
     */
    private void close(boolean abruptly) {
        SocketChannel open = channel;
        channel = null;
        key = null;
        if (open == null) {
            return;
        }
        try (open) {
            if (abruptly) {
                open.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // It was lost already, which is what this call is about.
            return;
        }
    }

    SocketChannel channel() {
        return Objects.requireNonNull(channel, "no socket");
    }

    private SelectionKey key() {
        return Objects.requireNonNull(key, "no socket");
    }
}
