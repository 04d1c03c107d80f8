package io.logdrive.ingest.listen;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * A TLS client at this port, which speaks none: told so by a reset, lest its hello become a line
 * and the client wait for an answer for ever. No text begins with the byte 16 (hex), "synchronous
 * idle".
 *
 * <p>Thread-safe.
 */
final class TlsProtocol implements IntakeProtocol {
    private static final byte HANDSHAKE = 0x16;

    private final ListenEvents events;

    TlsProtocol(ListenEvents events) {
        this.events = events;
    }

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public boolean startsWith(byte first) {
        return first == HANDSHAKE;
    }

    @Override
    public ChannelHandler handler(IntakeConnection connection) {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object read) {
                ReferenceCountUtil.release(read);
                events.refusedTls(connection.peer());
                connection.reset();
            }
        };
    }
}
