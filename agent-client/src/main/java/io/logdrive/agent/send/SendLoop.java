package io.logdrive.agent.send;

import io.logdrive.agent.send.Connection.Pumped;
import io.logdrive.agent.send.Connection.Received;
import io.logdrive.agent.send.Connection.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Sends the lines of some of the run's connections: makes what is due, hands it over wherever the
 * operating system takes it, connects again what was lost, and at the end half-closes and waits for
 * the server to close.
 *
 * <p>A turn of the loop visits only connections that something happened to, so that ten thousand of
 * them cost no more than their lines.
 *
 * <p>Confined to the thread {@code agent-send-N}, except {@link #wakeUp}, which is thread-safe.
 */
final class SendLoop implements Dialer.Caller {
    private static final long MILLI_NANOS = 1_000_000L;
    private static final int SCRATCH_BYTES = 4096;

    private final Selector selector;
    private final List<Connection> connections;
    private final Dues dues;
    private final Dialer dialer;
    private final Liveness liveness;
    private final Figures figures;
    private final LongSupplier elapsedNanos;
    private final BooleanSupplier interrupted;
    private final long durationNanos;
    private final long confirmNanos;

    private final Queue<Connection> runnable = new ArrayDeque<>();
    private final PriorityQueue<Connection> closing =
            new PriorityQueue<>(Comparator.comparingLong(c -> c.confirmDeadline));
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private int live;
    private boolean stopping;
    private long interruptDeadline = Long.MAX_VALUE;
    private long now;

    /** What a loop is given. Immutable. */
    record Parts(
            Selector selector,
            List<Connection> connections,
            Dues dues,
            Dialer dialer,
            Liveness liveness,
            Figures figures,
            LongSupplier elapsedNanos,
            BooleanSupplier interrupted) {}

    SendLoop(SendConfig config, Parts parts) {
        selector = parts.selector();
        connections = parts.connections();
        dues = parts.dues();
        dialer = parts.dialer();
        liveness = parts.liveness();
        figures = parts.figures();
        elapsedNanos = parts.elapsedNanos();
        interrupted = parts.interrupted();
        durationNanos = config.durationNanos();
        confirmNanos = config.confirmTimeout().toNanos();
    }

    /** Lets the loop look at once whether it was interrupted. */
    void wakeUp() {
        selector.wakeup();
    }

    /** Runs until each connection has ended. */
    void run() throws IOException {
        live = connections.size();
        connections.forEach(this::begin);
        try (selector) {
            while (live > 0) {
                now = elapsedNanos.getAsLong();
                if (!stopping) {
                    dues.pass(now, this::ready);
                    stopWhenTimeIsUp();
                }
                heedInterrupt();
                dialer.expire(now, this);
                dialer.dial(selector, now, this);
                liveness.look(now, this::ready, this::silent);
                pumpAll();
                expireClosing();
                select();
            }
        }
    }

    private void begin(Connection connection) {
        if (!connection.confirmedByClose() && connection.finished()) {
            // A source whose every line was acknowledged before this run.
            end(connection);
        } else {
            dialer.first(connection);
        }
    }

    private void heedInterrupt() {
        if (interruptDeadline == Long.MAX_VALUE && interrupted.getAsBoolean()) {
            interruptDeadline = now + SendConfig.INTERRUPTED_CONFIRM_MAX.toNanos();
        }
    }

    private void stopWhenTimeIsUp() {
        boolean signalled = interrupted.getAsBoolean();
        if (!signalled && now < durationNanos) {
            return;
        }
        stopping = true;
        figures.stopped(now);
        for (Connection connection : connections) {
            switch (connection.state()) {
                case WAITING, CONNECTING -> {
                    connection.abandonOwed();
                    if (connection.goesOn(true)) {
                        awaitConfirmation(connection);
                    } else {
                        connection.disconnect(SessionEnd.RESET);
                        end(connection);
                    }
                }
                case UP -> {
                    // What a server does not take now is not worth making one wait who wants to go.
                    if (!dues.paced() || (signalled && connection.stuck())) {
                        connection.abandonOwed();
                    }
                    awaitConfirmation(connection);
                    ready(connection);
                }
                case CLOSING, ENDED -> {}
            }
        }
        dialer.forgetEnded();
    }

    /** It may have something to hand over, or to half-close. */
    private void ready(Connection connection) {
        if (connection.state() == State.UP && !connection.runnable && !connection.blocked()) {
            connection.runnable = true;
            runnable.add(connection);
        }
    }

    private void pumpAll() {
        for (int turns = runnable.size(); turns > 0; turns--) {
            Connection connection = runnable.remove();
            connection.runnable = false;
            if (connection.state() == State.UP) {
                pump(connection);
            }
        }
    }

    private void pump(Connection connection) {
        try {
            Pumped pumped = connection.pump(figures, now);
            if (pumped == Pumped.MORE) {
                ready(connection);
            } else if (pumped == Pumped.IDLE) {
                idle(connection);
            }
        } catch (IOException e) {
            lost(connection, SessionEnd.RESET, reason(e));
        }
    }

    /** It has handed over what it could. */
    private void idle(Connection connection) throws IOException {
        boolean over = connection.drained() && (stopping || connection.finished());
        if (over && connection.confirmedByClose()) {
            halfClose(connection);
        } else if (over) {
            figures.wentDown(false);
            connection.disconnect(SessionEnd.CONFIRMED);
            end(connection);
        } else if (connection.madeAll()) {
            awaitConfirmation(connection);
        }
    }

    /**
     * A close by the server means "confirmed" only as an answer to ours, so one that lies here
     * already is looked for first.
     */
    private void halfClose(Connection connection) throws IOException {
        if (connection.receive(scratch, figures, now) == Received.END) {
            lost(connection, SessionEnd.CLOSED, "closed by the server");
            return;
        }
        connection.halfClose();
        figures.halfClosed();
        awaitConfirmation(connection);
    }

    private void awaitConfirmation(Connection connection) {
        if (!connection.awaited) {
            connection.awaited = true;
            connection.confirmDeadline = now + confirmNanos;
            closing.add(connection);
        }
    }

    private void expireClosing() {
        boolean all = now >= interruptDeadline;
        for (Connection head = closing.peek();
                head != null && (all || head.confirmDeadline <= now || head.state() == State.ENDED);
                head = closing.peek()) {
            closing.remove();
            long later = head.confirmedNanos() + confirmNanos;
            if (head.state() == State.ENDED) {
                continue;
            }
            if (!all && later > now) {
                head.confirmDeadline = later;
                closing.add(head);
            } else {
                giveUp(head);
            }
        }
    }

    private void giveUp(Connection connection) {
        figures.failed(
                connection.confirmedByClose()
                        ? "not closed by the server in time"
                        : "not acknowledged by the server in time");
        if (connection.state() == State.UP || connection.state() == State.CLOSING) {
            figures.wentDown(connection.state() == State.CLOSING);
        }
        dialer.forget(connection);
        connection.disconnect(SessionEnd.TIMED_OUT);
        end(connection);
    }

    private void select() throws IOException {
        if (live == 0) {
            return;
        }
        if (!runnable.isEmpty()) {
            selector.selectNow(this::dispatch);
            return;
        }
        long next = Math.min(dialer.nextNanos(), stopping ? Long.MAX_VALUE : durationNanos);
        next = Math.min(next, stopping ? Long.MAX_VALUE : dues.nextNanos());
        Connection head = closing.peek();
        next = Math.min(next, head == null ? Long.MAX_VALUE : head.confirmDeadline);
        next = Math.min(next, interruptDeadline);
        next = Math.min(next, liveness.nextNanos());
        long wait = next - elapsedNanos.getAsLong();
        if (next == Long.MAX_VALUE) {
            selector.select(this::dispatch);
        } else if (wait <= 0) {
            selector.selectNow(this::dispatch);
        } else {
            selector.select(this::dispatch, (wait + MILLI_NANOS - 1) / MILLI_NANOS);
        }
    }

    private void dispatch(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        now = elapsedNanos.getAsLong();
        if (!key.isValid()) {
            return;
        }
        if (connection.state() == State.CONNECTING) {
            finishConnect(connection);
            return;
        }
        if (key.isReadable()) {
            receive(connection);
        }
        if (key.isValid() && key.isWritable()) {
            connection.unblocked();
            ready(connection);
        }
    }

    private void finishConnect(Connection connection) {
        try {
            connection.finishConnect();
        } catch (IOException e) {
            failed(connection, e);
            return;
        }
        if (connection.state() == State.UP) {
            connected(connection);
        }
    }

    private void receive(Connection connection) {
        try {
            Received received = connection.receive(scratch, figures, now);
            if (received == Received.ANSWER) {
                ready(connection);
            }
            if (received != Received.END) {
                return;
            }
        } catch (IOException e) {
            lost(connection, SessionEnd.RESET, reason(e));
            return;
        }
        if (connection.state() == State.CLOSING) {
            figures.wentDown(true);
            connection.disconnect(SessionEnd.CONFIRMED);
            end(connection);
        } else {
            lost(connection, SessionEnd.CLOSED, "closed by the server");
        }
    }

    @Override
    public void connected(Connection connection) {
        dialer.done(connection);
        connection.connected(now);
        figures.cameUp(connection.tally().again());
        ready(connection);
    }

    @Override
    public void failed(Connection connection, IOException why) {
        dialer.done(connection);
        figures.connectFailed();
        figures.failed(reason(why));
        connection.disconnect(SessionEnd.RESET);
        dialer.retry(connection, now);
    }

    private void silent(Connection connection) {
        lost(connection, SessionEnd.SILENT, "no sign of life from the server");
    }

    private void lost(Connection connection, SessionEnd end, String why) {
        figures.wentDown(connection.state() == State.CLOSING);
        figures.failed(why);
        connection.disconnect(end);
        if (connection.goesOn(stopping)) {
            dialer.retryAfterSession(connection, now);
        } else {
            end(connection);
        }
    }

    private void end(Connection connection) {
        figures.ended(now);
        connection.end();
        live--;
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
