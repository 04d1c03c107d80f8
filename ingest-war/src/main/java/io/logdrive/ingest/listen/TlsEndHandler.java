package io.logdrive.ingest.listen;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * Behind TLS: a sender's close_notify is the end of its input, the end of the connection without
 * one is a failure, for anybody could have cut it.
 *
 * <p>Confined to the connection's event loop thread.
 */
final class TlsEndHandler extends ChannelInboundHandlerAdapter {
    private final IntakeConnection connection;
    private final TlsHandler tls;
    private final ListenEvents events;
    private boolean ended;
    private boolean failed;

    TlsEndHandler(IntakeConnection connection, TlsHandler tls, ListenEvents events) {
        this.connection = connection;
        this.tls = tls;
        this.events = events;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        connection.undecrypted(tls.undecryptedBytes());
        ctx.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                connection.certified(tls.certifiedName());
                ctx.fireUserEventTriggered(event);
            } else if (!failed && !connection.isReset()) {
                failed = true;
                events.refusedHandshake(connection.peer(), handshake.cause());
                resetBehindTheAlert(ctx);
            }
        } else if (event instanceof SslCloseCompletionEvent close) {
            if (close.isSuccess()) {
                ended = true;
                ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            }
        } else if (event instanceof ChannelInputShutdownEvent) {
            if (!ended) {
                fail(
                        ctx,
                        new FramingException("tls: expected close_notify, found the end of input"));
            }
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!failed) {
            ctx.fireExceptionCaught(cause);
        }
    }

    private void fail(ChannelHandlerContext ctx, Throwable cause) {
        if (!failed && !connection.isReset()) {
            failed = true;
            events.failedTls(connection.peer(), cause);
            resetBehindTheAlert(ctx);
        }
    }

    /** Netty writes the alert, which says why, right behind this. */
    private void resetBehindTheAlert(ChannelHandlerContext ctx) {
        ctx.executor().execute(connection::reset);
    }
}
