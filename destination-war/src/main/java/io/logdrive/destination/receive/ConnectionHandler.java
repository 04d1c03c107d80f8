package io.logdrive.destination.receive;

import io.logdrive.destination.receive.ForwardConnection.Reading;
import io.logdrive.tls.Refusal;
import io.logdrive.wire.ForwardException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Netty's side of a connection: reads and pauses, ticks, closes with a reason.
 *
 * <p>Confined to the connection's event loop thread, except {@link #resume} and {@link #stop}.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    /** Bytes of one read: what is copied out of Netty's buffer at once. */
    static final int READ_BYTES = 64 << 10;

    private static final FastThreadLocal<byte[]> READ =
            new FastThreadLocal<>() {
                @Override
                protected byte[] initialValue() {
                    return new byte[READ_BYTES];
                }
            };

    private final Channel channel;
    private final ForwardConnection connection;
    private final ReceiveEvents events;
    private final PausedConnections paused;
    private final String peer;
    private CloseReason reason = CloseReason.PEER;
    private @Nullable Throwable cause;
    private @Nullable Future<?> ticks;

    ConnectionHandler(
            Channel channel,
            String peer,
            ForwardConnection connection,
            ReceiveEvents events,
            PausedConnections paused) {
        this.channel = channel;
        this.peer = peer;
        this.connection = connection;
        this.events = events;
        this.paused = paused;
    }

    /** Begins to look at the clock. */
    void open(long tickNanos) {
        events.opened(peer);
        ticks =
                channel.eventLoop()
                        .scheduleWithFixedDelay(
                                () -> guarded(() -> connection.tick(System.nanoTime())),
                                tickNanos,
                                tickNanos,
                                TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf read = (ByteBuf) message;
        try {
            byte[] bytes = READ.get();
            while (read.isReadable() && channel.isActive()) {
                int count = Math.min(bytes.length, read.readableBytes());
                read.readBytes(bytes, 0, count);
                guarded(() -> received(ByteBuffer.wrap(bytes, 0, count)));
            }
        } finally {
            read.release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        // A peer that does not read its acknowledgements is not read either.
        channel.config().setAutoRead(channel.isWritable() && connection.reading() == Reading.ON);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        boolean broken =
                failure instanceof IOException || failure.getCause() instanceof SSLException;
        close(broken ? CloseReason.BROKEN : CloseReason.FAILED, failure);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Future<?> running = ticks;
        if (running != null) {
            running.cancel(false);
        }
        paused.remove(this);
        connection.closed();
        events.closed(peer, reason, cause);
    }

    /** Closes because the peer is not trusted, after what was written before. */
    void refuse(Refusal refusal, String why) {
        if (channel.isActive() && reason != CloseReason.REFUSED) {
            events.refused(peer, refusal, why);
            close(CloseReason.REFUSED, null);
        }
    }

    /** The store has room again. */
    void resume() {
        channel.eventLoop().execute(() -> guarded(this::resumed));
    }

    /** Closes because the receiver stops, after what was written before. */
    void stop() {
        channel.eventLoop().execute(() -> close(CloseReason.STOPPING, null));
    }

    private void received(ByteBuffer bytes) {
        if (connection.received(bytes, System.nanoTime()) != Reading.ON) {
            leaveUnread();
        }
    }

    private void resumed() {
        if (connection.resume(System.nanoTime()) == Reading.ON) {
            channel.config().setAutoRead(channel.isWritable());
        } else {
            leaveUnread();
        }
    }

    private void leaveUnread() {
        channel.config().setAutoRead(false);
        if (connection.reading() == Reading.PAUSED) {
            events.paused(peer);
            paused.add(this);
        }
    }

    private void guarded(Runnable step) {
        if (!channel.isActive()) {
            return;
        }
        try {
            step.run();
        } catch (ForwardException e) {
            close(CloseReason.GARBAGE, e);
        } catch (CloseException e) {
            close(e.reason(), e);
        } catch (RuntimeException e) {
            close(CloseReason.FAILED, e);
        }
    }

    private void close(CloseReason why, @Nullable Throwable failure) {
        if (channel.isActive()) {
            reason = why;
            cause = failure;
            var unused = channel.close();
        }
    }
}
