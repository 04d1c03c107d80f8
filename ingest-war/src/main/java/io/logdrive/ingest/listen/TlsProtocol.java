package io.logdrive.ingest.listen;

import io.logdrive.tls.RenewableTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * TLS, and inside it any of the other protocols. Where it is not configured a client is told so by
 * a reset, lest its hello become a line and it wait for an answer for ever. No text begins with the
 * byte 16 (hex), "synchronous idle".
 *
 * <p>Thread-safe.
 */
final class TlsProtocol implements IntakeProtocol {
    static final String NAME = "tls";

    private static final byte HANDSHAKE = 0x16;
    private static final long HANDSHAKE_MILLIS_MAX = 10_000;

    private final @Nullable RenewableTls renewed;
    private final Function<IntakeConnection, ChannelHandler> inside;
    private final ListenEvents events;

    /**
     * @param renewed asked for each connection; null when there is no TLS
     * @param inside the handler of what comes inside
     */
    TlsProtocol(
            @Nullable RenewableTls renewed,
            Function<IntakeConnection, ChannelHandler> inside,
            ListenEvents events) {
        this.renewed = renewed;
        this.inside = inside;
        this.events = events;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Match match(ByteBuf first) {
        return Match.of(first.getByte(first.readerIndex()) == HANDSHAKE);
    }

    @Override
    public List<ChannelHandler> handlers(IntakeConnection connection) {
        if (renewed == null) {
            return List.of(refusal(connection));
        }
        TlsHandler tls = new TlsHandler(renewed.context().serverEngine());
        tls.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS_MAX);
        return List.of(
                new TlsGate(connection, tls),
                tls,
                new TlsEndHandler(connection, tls, events),
                inside.apply(connection));
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
