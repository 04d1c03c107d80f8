package io.logdrive.destination.receive;

import io.logdrive.tls.Refusal;
import io.logdrive.wire.ForwardException;
import io.logdrive.wire.FrameScanner;
import io.logdrive.wire.HandshakeCodec;
import io.logdrive.wire.ServerHandshake;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has the sender prove that it knows the shared key (wire/PROTOCOL.md, "Handshake"); then it is
 * gone from the connection.
 *
 * <p>Confined to the connection's event loop thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: handled there
final class SharedKeyHandler extends ByteToMessageDecoder {
    private static final long MILLIS_MAX = 10_000;

    private final ConnectionHandler connection;
    private final boolean insideTls;
    private final ServerHandshake handshake;
    private final FrameScanner scanner = new FrameScanner(HandshakeCodec.LIMITS);
    private int scanned;
    private boolean refused;
    private @Nullable Future<?> deadline;

    /**
     * @param insideTls whether to wait until TLS is there
     */
    SharedKeyHandler(ConnectionHandler connection, String key, boolean insideTls) {
        this.connection = connection;
        this.insideTls = insideTls;
        this.handshake = new ServerHandshake("logdrive-destination", key);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        if (!insideTls) {
            greet(context);
        }
        super.channelActive(context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent) {
            greet(context);
        }
        super.userEventTriggered(context, event);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            ByteBuffer fresh =
                    in.nioBuffer(in.readerIndex() + scanned, in.readableBytes() - scanned);
            int before = fresh.remaining();
            boolean complete = scanner.scan(fresh);
            scanned += before - fresh.remaining();
            if (complete) {
                byte[] frame = ByteBufUtil.getBytes(in, in.readerIndex(), scanned);
                in.skipBytes(scanned);
                answer(context, handshake.answer(frame, 0, frame.length));
            }
        } catch (ForwardException e) {
            in.skipBytes(in.readableBytes());
            refuse("expected PING, found something else");
        }
    }

    private void answer(ChannelHandlerContext context, ServerHandshake.Answer answer) {
        context.writeAndFlush(Unpooled.wrappedBuffer(answer.frame()), context.voidPromise());
        if (answer.refusal().isEmpty()) {
            context.pipeline().remove(this);
        } else {
            refuse(answer.refusal());
        }
    }

    private void greet(ChannelHandlerContext context) {
        deadline =
                context.executor()
                        .schedule(
                                () -> refuse("expected PING within " + MILLIS_MAX + " ms"),
                                MILLIS_MAX,
                                TimeUnit.MILLISECONDS);
        context.writeAndFlush(Unpooled.wrappedBuffer(handshake.helo()), context.voidPromise());
    }

    private void refuse(String why) {
        if (!refused) {
            refused = true;
            connection.refuse(Refusal.SHARED_KEY, why);
        }
    }
}
