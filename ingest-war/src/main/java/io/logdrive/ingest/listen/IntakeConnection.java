package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.Enqueued;
import io.logdrive.ingest.queue.MicrosClock;
import io.logdrive.payara.CrashPoint;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One sender's connection: its origin, its unconfirmed bytes, and when it may be read.
 *
 * <p>Confined to the connection's event loop thread, apart from {@link #status}, {@link
 * #unfinishedBytes} and {@link #evict}.
 */
@SuppressWarnings({
    "FutureReturnValueIgnored", // a failed close has nothing left to fail
    "NonAtomicVolatileUpdate" // one thread writes, others only look
})
final class IntakeConnection {
    private static final long HELD_RETRY_MILLIS = 10;

    private final Channel channel;
    private final Intake intake;
    private final String peer;
    private final String host;
    private final UUID id = UUID.randomUUID();
    private final long sinceMicros;
    private final Runnable resume;
    private final ReadTicks ticks;
    private final Runnable readAgain = this::read;
    private final ReadTimes times = new ReadTimes(System.nanoTime());

    /** What the queue had no room for; nothing is read before it has taken them. */
    private final ArrayDeque<Held> held = new ArrayDeque<>(0);

    private volatile String protocol = "";
    private volatile String identity = "";
    private volatile long lines;
    private volatile long bytes;
    private volatile long unconfirmedBytes;
    private volatile long unfinishedBytes;
    private long framedBytes;
    private long undecryptedBytes;
    private Runnable beforeOrderlyClose = () -> {};
    private boolean waitsForRoom;

    /** Ingest does not want to read it at the moment. */
    private boolean paused;

    private boolean ended;
    private boolean stopped;
    private boolean reset;

    IntakeConnection(Channel channel, Intake intake, ReadTicks ticks) {
        this.channel = channel;
        this.intake = intake;
        this.ticks = ticks;
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        this.host = remote.getAddress().getHostAddress();
        this.peer = host + ":" + remote.getPort();
        this.sinceMicros = MicrosClock.nowMicros();
        // One object for good: by it the connection is found among the waiting.
        this.resume = () -> onLoop(this::resumeReading);
    }

    String peer() {
        return peer;
    }

    /** The client has shown a certificate of that name; empty: it showed none. */
    void certified(String name) {
        identity = name;
    }

    /** The name of the certificate that the client has shown; empty: it showed none. */
    String identity() {
        return identity;
    }

    /** Whose the origin of an agent is that this connection now sends for. */
    String claim(UUID origin) {
        return intake.identities().claim(origin, identity);
    }

    /** The origin of lines that have no better name than the connection they came on. */
    Origin origin(OriginKind kind) {
        return new Origin(id, kind, peer, identity.isEmpty() ? host : identity, "");
    }

    /** A protocol is chosen; inside TLS it is the second one. */
    void speaks(String name) {
        protocol = protocol.equals(TlsProtocol.NAME) ? name + "+" + TlsProtocol.NAME : name;
        intake.events().opened(protocol);
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    /** Runs {@code task} once all is on disk and right before the connection is closed in order. */
    void beforeOrderlyClose(Runnable task) {
        beforeOrderlyClose = task;
    }

    ConnectionStatus status() {
        return new ConnectionStatus(
                id, peer, protocol, sinceMicros, lines, bytes, unconfirmedBytes);
    }

    long unfinishedBytes() {
        return unfinishedBytes;
    }

    /** After each read: says how much memory the unfinished line or frame takes now. */
    void unfinished(long count) {
        framedBytes = count;
        unfinishedNow();
    }

    /** After each read: says how much of an unfinished record of TLS there is now. */
    void undecrypted(long count) {
        if (count != undecryptedBytes) {
            undecryptedBytes = count;
            unfinishedNow();
        }
    }

    private void unfinishedNow() {
        long count = framedBytes + undecryptedBytes;
        times.read(count > 0, System.nanoTime());
        account(count);
    }

    /** Bytes of lines beyond their limit. */
    void skipped(long count) {
        if (count > 0) {
            intake.events().skipped(count);
        }
    }

    private void account(long count) {
        long change = (reset ? 0 : count) - unfinishedBytes;
        if (change != 0) {
            unfinishedBytes += change;
            intake.unfinished().add(change);
        }
    }

    /**
     * Puts a chunk into the queue; {@code onConfirmed} runs on the event loop once it is on disk. A
     * chunk for which there is no room is held, and nothing more is read meanwhile. A queue that is
     * closed ends the connection by a reset, after which nothing more is taken from it: a later
     * chunk would leave a gap in the sequence.
     */
    void enqueue(Chunk chunk, Runnable onConfirmed) {
        if (reset) {
            return;
        }
        CrashPoint.LINE_FRAMED.pass();
        times.completed();
        lines += chunk.lines();
        bytes += chunk.body().length;
        unconfirmedBytes += chunk.memoryBytes();
        intake.unconfirmed().add(chunk.memoryBytes());
        held.add(new Held(chunk, onConfirmed));
        if (held.size() == 1) {
            offerHeld();
        }
    }

    private void offerHeld() {
        for (Held next = held.peek(); next != null; next = held.peek()) {
            Held offered = next;
            Enqueued answer =
                    intake.queue().enqueue(next.chunk, () -> onLoop(() -> confirmed(offered)));
            if (answer == Enqueued.CLOSED) {
                intake.events().refused(peer, held.size());
                reset();
                return;
            }
            if (answer == Enqueued.FULL) {
                intake.events().held();
                channel.eventLoop()
                        .schedule(this::offerAgain, HELD_RETRY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            }
            held.remove();
            intake.events().framed(next.chunk);
            ticks.worker().carried(next.chunk.lines());
        }
    }

    private void offerAgain() {
        offerHeld();
        read();
    }

    /** Asks for more bytes, now or as soon as the bounds allow. */
    void read() {
        if (ended
                || stopped
                || waitsForRoom
                || !held.isEmpty()
                || unconfirmedBytes >= intake.config().unconfirmedBytesMax()
                // Its acknowledgements pile up: a sender that does not read them is not read.
                || !channel.isWritable()) {
            paused = true;
            return;
        }
        if (intake.isFull()) {
            paused = true;
            waitsForRoom = true;
            intake.whenRoom(resume);
        } else {
            if (paused) {
                paused = false;
                times.restart(System.nanoTime());
            }
            channel.read();
        }
    }

    /** Asks for more after a read that brought so many bytes: the fewer, the less it hurries. */
    void readAfter(int bytesRead) {
        if (bytesRead < ReadTicks.MUCH_BYTES) {
            ticks.atNext(readAgain);
        } else {
            read();
        }
    }

    private void resumeReading() {
        waitsForRoom = false;
        read();
    }

    /** The sender has finished: close in order as soon as everything is on disk. */
    void end() {
        ended = true;
        closeWhenDurable();
    }

    /** Asks for no more bytes; a sender that has already finished is still closed in order. */
    void stopReading() {
        stopped = true;
    }

    /** Closes so that the sender sees a reset: not everything it sent was taken. */
    void reset() {
        if (reset) {
            return;
        }
        ended = true;
        reset = true;
        account(0);
        for (Held refused : held) {
            remove(refused.chunk);
        }
        held.clear();
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }
    }

    /** Resets it when there still is no room for the unfinished lines and frames of all. */
    void evict() {
        onLoop(
                () -> {
                    if (intake.unfinished().isExceeded() && !reset) {
                        intake.events().evicted(peer, unfinishedBytes);
                        reset();
                    }
                    intake.unfinished().madeRoom();
                });
    }

    boolean isOn(EventExecutor loop) {
        return channel.eventLoop() == loop;
    }

    /** Whether it has been closed because not everything can be taken. */
    boolean isReset() {
        return reset;
    }

    /**
     * Closes it when it has been silent, or its line or frame unfinished, for too long: in order
     * when all that came is whole and on disk, else by a reset, and the part of a line is no line.
     *
     * @param late this look comes too late: what came meanwhile may not have been read yet
     */
    void checkTimeouts(long nowNanos, boolean late) {
        if (ended || stopped || paused) {
            return;
        }
        if (late) {
            times.restart(nowNanos);
        } else if (isOver(intake.config().unfinishedTimeout(), times.unfinishedNanos(nowNanos))) {
            intake.events().timedOut(peer, "unfinished-timeout", unfinishedBytes);
            reset();
        } else if (isOver(intake.config().idleTimeout(), times.silentNanos(nowNanos))
                && unconfirmedBytes == 0) {
            intake.events().timedOut(peer, "idle-timeout", unfinishedBytes);
            if (unfinishedBytes == 0) {
                end();
            } else {
                reset();
            }
        }
    }

    private static boolean isOver(Duration timeout, long nanos) {
        return !timeout.isZero() && nanos >= timeout.toNanos();
    }

    /** The channel is closed, by whom ever; what it brought still becomes durable. */
    void closed() {
        intake.forget(resume);
        account(0);
        intake.events().closed(peer);
    }

    private void confirmed(Held confirmed) {
        boolean wasFull = unconfirmedBytes >= intake.config().unconfirmedBytesMax();
        remove(confirmed.chunk);
        confirmed.onConfirmed.run();
        if (wasFull) {
            read();
        }
        if (ended) {
            closeWhenDurable();
        }
    }

    private void remove(Chunk chunk) {
        unconfirmedBytes -= chunk.memoryBytes();
        intake.unconfirmed().remove(chunk.memoryBytes());
    }

    private void closeWhenDurable() {
        if (unconfirmedBytes == 0 && !reset && channel.isOpen()) {
            // Only now may the close be an orderly one; until here it would be a reset.
            channel.config().setOption(ChannelOption.SO_LINGER, -1);
            beforeOrderlyClose.run();
            // Behind the acknowledgements that may still be on their way out.
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void onLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The listener has stopped; the chunk is on disk and its sender was reset.
            intake.events().lateConfirmation();
        }
    }

    /** A chunk on its way into the queue. Immutable. */
    private record Held(Chunk chunk, Runnable onConfirmed) {}
}
