package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.ChunkQueue;
import io.logdrive.ingest.queue.Enqueued;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;

/**
 * One sender's connection: its origin, its unconfirmed bytes, and when it may be read.
 *
 * <p>Confined to the connection's event loop thread, apart from {@link #status}.
 */
@SuppressWarnings({
    "FutureReturnValueIgnored", // a failed close has nothing left to fail
    "NonAtomicVolatileUpdate" // one thread writes, others only look
})
final class IntakeConnection {
    private final Channel channel;
    private final ChunkQueue queue;
    private final UnconfirmedBytes total;
    private final long unconfirmedBytesMax;
    private final ListenEvents events;
    private final String peer;
    private final String host;
    private final UUID id = UUID.randomUUID();
    private final long sinceMicros;

    private volatile String protocol = "";
    private volatile long lines;
    private volatile long bytes;
    private volatile long unconfirmedBytes;
    private boolean waitsForRoom;
    private boolean ended;
    private boolean stopped;

    IntakeConnection(
            Channel channel,
            ChunkQueue queue,
            UnconfirmedBytes total,
            ListenConfig config,
            ListenEvents events) {
        this.channel = channel;
        this.queue = queue;
        this.total = total;
        this.unconfirmedBytesMax = config.unconfirmedBytesMax();
        this.events = events;
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        this.host = remote.getAddress().getHostAddress();
        this.peer = host + ":" + remote.getPort();
        this.sinceMicros = MicrosClock.nowMicros();
    }

    UUID id() {
        return id;
    }

    String peer() {
        return peer;
    }

    /** The origin of lines that have no better name than the connection they came on. */
    Origin origin(OriginKind kind) {
        return new Origin(id, kind, peer, host, "");
    }

    void speaks(String name) {
        protocol = name;
        events.opened(name);
    }

    ConnectionStatus status() {
        return new ConnectionStatus(
                id, peer, protocol, sinceMicros, lines, bytes, unconfirmedBytes);
    }

    /**
     * Puts a chunk into the queue; {@code onConfirmed} runs on the event loop once it is on disk. A
     * queue that cannot take it ends the connection by a reset: these lines are not ours.
     */
    void enqueue(Chunk chunk, Runnable onConfirmed) {
        int size = chunk.body().length;
        lines += chunk.lines();
        bytes += size;
        unconfirmedBytes += size;
        total.add(size);
        Enqueued answer = queue.enqueue(chunk, () -> onLoop(() -> confirmed(chunk, onConfirmed)));
        if (answer == Enqueued.ACCEPTED) {
            events.framed(chunk);
        } else {
            unconfirmedBytes -= size;
            total.remove(size);
            events.refused(peer, chunk, answer);
            reset();
        }
    }

    /** Asks for more bytes, now or as soon as the bounds allow. */
    void read() {
        if (ended || stopped || waitsForRoom || unconfirmedBytes >= unconfirmedBytesMax) {
            return;
        }
        if (total.isFull()) {
            waitsForRoom = true;
            total.whenRoom(
                    () ->
                            onLoop(
                                    () -> {
                                        waitsForRoom = false;
                                        read();
                                    }));
            return;
        }
        channel.read();
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
        ended = true;
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    private void confirmed(Chunk chunk, Runnable onConfirmed) {
        boolean wasFull = unconfirmedBytes >= unconfirmedBytesMax;
        unconfirmedBytes -= chunk.body().length;
        total.remove(chunk.body().length);
        onConfirmed.run();
        if (wasFull) {
            read();
        }
        if (ended) {
            closeWhenDurable();
        }
    }

    private void closeWhenDurable() {
        if (unconfirmedBytes == 0) {
            channel.close();
        }
    }

    private void onLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The listener has stopped; the chunk is on disk and its sender was reset.
            events.lateConfirmation();
        }
    }
}
