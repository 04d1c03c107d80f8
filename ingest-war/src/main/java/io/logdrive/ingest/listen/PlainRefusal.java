package io.logdrive.ingest.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

/** Whoever begins without TLS where it is asked for: is reset, and nothing of it taken. */
final class PlainRefusal implements IntakeProtocol {
    private final ListenEvents events;

    PlainRefusal(ListenEvents events) {
        this.events = events;
    }

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public Match match(ByteBuf first) {
        return Match.YES;
    }

    @Override
    public List<ChannelHandler> handlers(IntakeConnection connection) {
        return List.of(
                new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object read) {
                        ReferenceCountUtil.release(read);
                        if (!connection.isReset()) {
                            events.refusedPlain(connection.peer());
                            connection.reset();
                        }
                    }
                });
    }
}
