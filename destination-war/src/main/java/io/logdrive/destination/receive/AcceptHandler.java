package io.logdrive.destination.receive;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * At the listening socket: refuses connections over the limit before they cost anything, and waits
 * a second when the system gives none, for want of descriptors, say.
 *
 * <p>Confined to the accepting event loop's thread.
 */
final class AcceptHandler extends ChannelInboundHandlerAdapter {
    private static final long PAUSE_MILLIS = 1_000;

    private final int connectionsMax;
    private final ReceiveEvents events;
    private final AtomicInteger admitted = new AtomicInteger();

    AcceptHandler(int connectionsMax, ReceiveEvents events) {
        this.connectionsMax = connectionsMax;
        this.events = events;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        SocketChannel channel = (SocketChannel) accepted;
        if (channel.remoteAddress() == null) {
            // Gone before we looked.
            channel.unsafe().closeForcibly();
        } else if (admitted.incrementAndGet() > connectionsMax) {
            admitted.decrementAndGet();
            events.refused(channel.remoteAddress().getAddress().getHostAddress(), connectionsMax);
            reset(channel);
        } else {
            channel.closeFuture().addListener(closed -> admitted.decrementAndGet());
            context.fireChannelRead(channel);
        }
    }

    /**
     * Not passed on: behind this handler Netty pauses likewise, and logs a stack trace each time.
     */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // cancelled with its event loop only
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Channel server = context.channel();
        if (server.config().isAutoRead()) {
            server.config().setAutoRead(false);
            server.eventLoop()
                    .schedule(
                            () -> server.config().setAutoRead(true),
                            PAUSE_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
        // Last: without a descriptor left not even a class may be loaded that this needs.
        events.acceptFailed(cause);
    }

    private static void reset(SocketChannel channel) {
        try {
            channel.config().setSoLinger(0);
        } catch (ChannelException e) {
            // It is closed by its sender already, and can be closed in any way.
        }
        channel.unsafe().closeForcibly();
    }
}
