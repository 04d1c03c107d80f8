package io.logdrive.ingest.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.PendingWriteQueue;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Between TLS and the socket: keeps back what would tell a sender that all is on disk.
 *
 * <p>In TLS 1.2 the engine answers a close_notify at once, and a sender that sees that answer takes
 * it for the orderly end, which has to wait for the disk; and a reset must not be preceded by one.
 * Confined to the connection's event loop thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: handled there
final class TlsGate extends ChannelOutboundHandlerAdapter {
    private static final byte ALERT = 21;

    private final IntakeConnection connection;
    private final TlsHandler tls;
    private @Nullable PendingWriteQueue held;
    private boolean released;

    TlsGate(IntakeConnection connection, TlsHandler tls) {
        this.connection = connection;
        this.tls = tls;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        held = new PendingWriteQueue(ctx);
        connection.beforeOrderlyClose(() -> release(ctx));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (held != null) {
            held.removeAndFailAll(new ClosedChannelException());
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object bytes, ChannelPromise promise) {
        if (connection.isReset()) {
            ReferenceCountUtil.release(bytes);
            promise.tryFailure(new ClosedChannelException());
        } else if (held != null && isAnswerToTheEnd(bytes)) {
            held.add(bytes, promise);
        } else {
            ctx.write(bytes, promise);
        }
    }

    private void release(ChannelHandlerContext ctx) {
        released = true;
        if (held != null) {
            held.removeAndWriteAll();
            ctx.flush();
        }
    }

    private boolean isAnswerToTheEnd(Object bytes) {
        ByteBuf records = (ByteBuf) bytes;
        return !released
                && tls.handshakeFuture().isSuccess()
                && tls.engine().isInboundDone()
                && records.isReadable()
                && records.getByte(records.readerIndex()) == ALERT;
    }
}
