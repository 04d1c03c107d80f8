package io.logdrive.ingest.listen;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * The last handler of each connection: tells it of its end and turns any failure into a logged
 * reset.
 *
 * <p>Confined to the connection's event loop thread.
 */
final class ConnectionEndHandler extends ChannelInboundHandlerAdapter {
    private final IntakeConnection connection;
    private final ListenEvents events;

    ConnectionEndHandler(IntakeConnection connection, ListenEvents events) {
        this.connection = connection;
        this.events = events;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.closed();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.read();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A read that was under way when we closed it fails, which is no news.
        if (!connection.isReset()) {
            events.failed(connection.peer(), cause);
            connection.reset();
        }
    }
}
