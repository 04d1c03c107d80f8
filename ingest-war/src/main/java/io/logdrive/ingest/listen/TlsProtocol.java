package io.logdrive.ingest.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

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
    public Match match(ByteBuf first) {
        return Match.of(first.getByte(first.readerIndex()) == HANDSHAKE);
    }

    @Override
    public List<ChannelHandler> handlers(IntakeConnection connection) {
        return List.of(refusal(connection));
    }

    private ChannelHandler refusal(IntakeConnection connection) {
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
