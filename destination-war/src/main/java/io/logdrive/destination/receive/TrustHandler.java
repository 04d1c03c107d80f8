package io.logdrive.destination.receive;

import io.logdrive.tls.Refusal;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLException;

/**
 * Right behind TLS: says why a handshake failed.
 *
 * <p>Confined to the connection's event loop thread.
 */
final class TrustHandler extends ChannelInboundHandlerAdapter {
    private final ConnectionHandler connection;
    private boolean refused;

    TrustHandler(ConnectionHandler connection) {
        this.connection = connection;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            refuse(handshake.cause());
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        boolean tls = failure instanceof DecoderException || failure instanceof SSLException;
        if (!(refused && tls)) {
            context.fireExceptionCaught(failure);
        }
    }

    private void refuse(Throwable cause) {
        if (!refused) {
            refused = true;
            // Netty says the bytes that are no record, which may be a record of a batch.
            boolean plain = cause instanceof NotSslRecordException;
            connection.refuse(
                    plain ? Refusal.PLAIN : Refusal.of(cause),
                    plain ? "expected TLS, found other bytes" : Refusal.text(cause));
        }
    }
}
