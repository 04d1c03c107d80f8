package io.logdrive.ingest.listen;

import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeats with an acknowledged agent, so that each side can tell slow from dead: we send one
 * when we have not written for a while, also while back-pressure keeps us from reading; and a
 * connection that we wait to read from and on which nothing comes for long is given up.
 *
 * <p>Confined to the connection's event loop thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: handled there
final class AgentLivenessHandler extends ChannelDuplexHandler {
    static final long TICK_MILLIS = 5_000;

    /** 25 to 30 s, of which an agent that lives lets no more than 10 pass. */
    static final int SILENT_TICKS_MAX = 6;

    private boolean waits;
    private boolean wrote;
    private int silentTicks;
    private @Nullable Future<?> ticks;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ticks =
                ctx.executor()
                        .scheduleAtFixedRate(
                                () -> tick(ctx), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (ticks != null) {
            ticks.cancel(false);
        }
    }

    /** Reading is asked for: from here on silence is the agent's. */
    @Override
    public void read(ChannelHandlerContext ctx) throws Exception {
        waits = true;
        super.read(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) throws Exception {
        waits = false;
        silentTicks = 0;
        super.channelRead(ctx, read);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) {
            waits = false;
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object bytes, ChannelPromise promise)
            throws Exception {
        wrote = true;
        super.write(ctx, bytes, promise);
    }

    private void tick(ChannelHandlerContext ctx) {
        silentTicks = waits ? silentTicks + 1 : 0;
        if (silentTicks >= SILENT_TICKS_MAX) {
            silentTicks = 0;
            ctx.fireExceptionCaught(
                    new ForwardException(
                            "agent: expected a frame or a heartbeat within "
                                    + SILENT_TICKS_MAX * TICK_MILLIS / 1_000
                                    + " s, found neither"));
        } else if (!wrote && ctx.channel().isWritable()) {
            ctx.writeAndFlush(
                    Unpooled.wrappedBuffer(ForwardCodec.encodeHeartbeat()), ctx.voidPromise());
        }
        wrote = false;
    }
}
