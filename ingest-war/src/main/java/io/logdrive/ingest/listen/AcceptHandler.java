package io.logdrive.ingest.listen;

import io.logdrive.ingest.listen.Admission.Answer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/**
 * At the listening socket: refuses connections over a limit before they cost anything, and waits a
 * second when the system gives none, for want of descriptors, say.
 *
 * <p>Confined to the accepting event loop's thread.
 */
final class AcceptHandler extends ChannelInboundHandlerAdapter {
    private static final long PAUSE_MILLIS = 1_000;

    private final Admission admission;
    private final ListenEvents events;

    AcceptHandler(Admission admission, ListenEvents events) {
        this.admission = admission;
        this.events = events;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        SocketChannel channel = (SocketChannel) accepted;
        if (channel.remoteAddress() == null) {
            // Gone before we looked.
            channel.unsafe().closeForcibly();
            return;
        }
        InetAddress address = channel.remoteAddress().getAddress();
        Answer answer = admission.enter(address);
        if (answer == Answer.ADMITTED) {
            channel.closeFuture().addListener(closed -> admission.leave(address));
            ctx.fireChannelRead(channel);
        } else {
            events.rejected(answer.word(), admission.limit(answer), address.getHostAddress());
            reset(channel);
        }
    }

    /**
     * Not passed on: behind this handler Netty pauses likewise, and logs a stack trace each time.
     */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // cancelled with its event loop only
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Channel server = ctx.channel();
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

    /** Not an orderly close, which would say that all is on disk. */
    private static void reset(SocketChannel channel) {
        try {
            channel.config().setSoLinger(0);
        } catch (ChannelException e) {
            // It is closed by its sender already, and can be closed in any way.
        }
        channel.unsafe().closeForcibly();
    }
}
