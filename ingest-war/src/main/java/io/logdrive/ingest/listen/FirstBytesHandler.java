package io.logdrive.ingest.listen;

import io.logdrive.ingest.listen.IntakeProtocol.Match;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.List;

/**
 * Tells protocols apart by the first bytes and gives the connection to the first that fits.
 *
 * <p>Confined to the connection's event loop thread.
 */
final class FirstBytesHandler extends ChannelInboundHandlerAdapter {
    private final IntakeConnection connection;
    private final List<IntakeProtocol> protocols;

    /** What came while a protocol was undecided: it is for each to say no after a few bytes. */
    private ByteBuf held = Unpooled.EMPTY_BUFFER;

    FirstBytesHandler(IntakeConnection connection, List<IntakeProtocol> protocols) {
        this.connection = connection;
        this.protocols = protocols;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        connection.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        ByteBuf bytes = (ByteBuf) read;
        if (held.isReadable()) {
            bytes = Unpooled.wrappedBuffer(held, bytes);
            held = Unpooled.EMPTY_BUFFER;
        }
        choose(ctx, bytes, false);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        connection.readAfter(held.readableBytes());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) {
            if (held.isReadable()) {
                ByteBuf all = held;
                held = Unpooled.EMPTY_BUFFER;
                choose(ctx, all, true);
            } else {
                connection.end();
            }
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        held.release();
        held = Unpooled.EMPTY_BUFFER;
    }

    /**
     * @param all whether nothing more comes
     */
    private void choose(ChannelHandlerContext ctx, ByteBuf bytes, boolean all) {
        for (IntakeProtocol protocol : protocols) {
            Match match = protocol.match(bytes);
            if (match == Match.UNDECIDED && !all) {
                // A copy, lest a handful of bytes keep a whole read's buffer.
                held = Unpooled.copiedBuffer(bytes);
                bytes.release();
                connection.unfinished(held.readableBytes());
                return;
            }
            if (match == Match.YES) {
                give(ctx, bytes, protocol);
                return;
            }
        }
        throw new IllegalStateException("protocols: expected one that takes any byte, found none");
    }

    private void give(ChannelHandlerContext ctx, ByteBuf bytes, IntakeProtocol protocol) {
        connection.speaks(protocol.name());
        ChannelPipeline pipeline = ctx.pipeline();
        String before = ctx.name();
        for (ChannelHandler handler : protocol.handlers(connection)) {
            String name = protocol.name() + "-" + handler.getClass().getSimpleName();
            pipeline.addAfter(before, name, handler);
            before = name;
        }
        ctx.fireChannelRead(bytes);
        pipeline.remove(this);
    }
}
