package io.logdrive.ingest.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.List;

/**
 * Tells protocols apart by the first byte and gives the connection to the first that fits.
 *
 * <p>Confined to the connection's event loop thread.
 */
final class FirstByteHandler extends ChannelInboundHandlerAdapter {
    private final IntakeConnection connection;
    private final List<IntakeProtocol> protocols;

    FirstByteHandler(IntakeConnection connection, List<IntakeProtocol> protocols) {
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
        byte first = bytes.getByte(bytes.readerIndex());
        for (IntakeProtocol protocol : protocols) {
            if (protocol.startsWith(first)) {
                connection.speaks(protocol.name());
                ctx.pipeline().addAfter(ctx.name(), protocol.name(), protocol.handler(connection));
                ctx.fireChannelRead(bytes);
                ctx.pipeline().remove(this);
                return;
            }
        }
        throw new IllegalStateException("protocols: expected one that takes any byte, found none");
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) {
            connection.end();
        }
        super.userEventTriggered(ctx, event);
    }
}
