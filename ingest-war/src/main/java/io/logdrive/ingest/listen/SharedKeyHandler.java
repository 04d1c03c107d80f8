package io.logdrive.ingest.listen;

import io.logdrive.tls.Refusal;
import io.logdrive.wire.ForwardException;
import io.logdrive.wire.FrameScanner;
import io.logdrive.wire.HandshakeCodec;
import io.logdrive.wire.ServerHandshake;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has the sender prove that it knows the shared key (wire/PROTOCOL.md, "Handshake"), and gives way
 * to Forward.
 *
 * <p>Confined to the connection's event loop thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: handled there
final class SharedKeyHandler extends ChannelInboundHandlerAdapter {
    private static final long MILLIS_MAX = 10_000;

    private final IntakeConnection connection;
    private final ListenConfig config;
    private final ListenEvents events;
    private final boolean insideTls;
    private final ServerHandshake handshake;
    private final FrameScanner scanner = new FrameScanner(HandshakeCodec.LIMITS);
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
    private @Nullable Future<?> deadline;

    /**
     * @param insideTls whether to wait until TLS is there
     */
    SharedKeyHandler(
            IntakeConnection connection,
            ListenConfig config,
            ListenEvents events,
            boolean insideTls) {
        this.connection = connection;
        this.config = config;
        this.events = events;
        this.insideTls = insideTls;
        this.handshake = new ServerHandshake("logdrive-ingest", config.protection().sharedKey());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        held.release();
        held = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!insideTls) {
            greet(ctx);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent) {
            greet(ctx);
        } else if (event instanceof ChannelInputShutdownEvent) {
            refuse("expected PING, found the end of input");
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        ByteBuf bytes = Unpooled.wrappedBuffer(held, (ByteBuf) read);
        int known = held.readableBytes();
        held = Unpooled.EMPTY_BUFFER;
        if (connection.isReset()) {
            bytes.release();
            return;
        }
        try {
            ByteBuffer fresh = ByteBuffer.wrap(ByteBufUtil.getBytes(bytes)).position(known);
            if (scanner.scan(fresh)) {
                byte[] frame = new byte[fresh.position()];
                bytes.readBytes(frame);
                answer(ctx, frame, bytes.retain());
            } else {
                held = Unpooled.copiedBuffer(bytes);
                connection.unfinished(held.readableBytes());
            }
        } catch (ForwardException e) {
            refuse("expected PING, found something else");
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        connection.read();
    }

    private void greet(ChannelHandlerContext ctx) {
        deadline =
                ctx.executor()
                        .schedule(
                                () -> refuse("expected PING within " + MILLIS_MAX + " ms"),
                                MILLIS_MAX,
                                TimeUnit.MILLISECONDS);
        ctx.writeAndFlush(Unpooled.wrappedBuffer(handshake.helo()), ctx.voidPromise());
        connection.read();
    }

    /** The rest is Forward's. */
    private void answer(ChannelHandlerContext ctx, byte[] frame, ByteBuf rest) {
        ServerHandshake.Answer answer;
        try {
            answer = handshake.answer(frame, 0, frame.length);
        } catch (ForwardException e) {
            rest.release();
            throw e;
        }
        if (!answer.refusal().isEmpty()) {
            rest.release();
            events.refused(connection.peer(), Refusal.SHARED_KEY, answer.refusal());
            ctx.writeAndFlush(Unpooled.wrappedBuffer(answer.frame()), ctx.voidPromise());
            // In order, for it is to be told; nothing was taken of which this could be a promise.
            connection.end();
            return;
        }
        ctx.writeAndFlush(Unpooled.wrappedBuffer(answer.frame()), ctx.voidPromise());
        connection.speaks("forward");
        connection.unfinished(0);
        ForwardHandler forward = new ForwardHandler(connection, config);
        ctx.pipeline()
                .addAfter(ctx.name(), "forward-" + forward.getClass().getSimpleName(), forward);
        if (rest.isReadable()) {
            ctx.fireChannelRead(rest);
        } else {
            rest.release();
        }
        ctx.pipeline().remove(this);
    }

    private void refuse(String why) {
        if (!connection.isReset()) {
            events.refused(connection.peer(), Refusal.SHARED_KEY, why);
            connection.reset();
        }
    }
}
