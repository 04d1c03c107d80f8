package io.logdrive.ingest.forward;

import io.logdrive.wire.ClientHandshake;
import io.logdrive.wire.ForwardException;
import io.logdrive.wire.FrameScanner;
import io.logdrive.wire.HandshakeCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Proves to the destination that we know the shared key, and has it prove it (wire/PROTOCOL.md,
 * "Handshake"); then it is gone from the connection.
 *
 * <p>Confined to the connection's event loop thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: handled there
final class SharedKeyHandler extends ByteToMessageDecoder {
    private final ClientHandshake handshake;
    private final long millisMax;
    private final Consumer<@Nullable Throwable> then;
    private final FrameScanner scanner = new FrameScanner(HandshakeCodec.LIMITS);
    private int scanned;
    private boolean greeted;
    private boolean told;
    private @Nullable Future<?> deadline;

    /**
     * @param then told once: null when both know the key, else why not
     */
    SharedKeyHandler(String key, long millisMax, Consumer<@Nullable Throwable> then) {
        this.handshake = new ClientHandshake("logdrive-forward", key);
        this.millisMax = millisMax;
        this.then = then;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline =
                ctx.executor()
                        .schedule(
                                () -> tell(refused(" within " + millisMax + " ms, found nothing")),
                                millisMax,
                                TimeUnit.MILLISECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        tell(refused(", found the end of the connection"));
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean decoding = cause.getCause() instanceof ForwardException;
        tell(decoding ? cause.getCause() : cause);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        ByteBuffer fresh = in.nioBuffer(in.readerIndex() + scanned, in.readableBytes() - scanned);
        int before = fresh.remaining();
        boolean complete = scanner.scan(fresh);
        scanned += before - fresh.remaining();
        if (complete && !told) {
            byte[] frame = ByteBufUtil.getBytes(in, in.readerIndex(), scanned);
            in.skipBytes(scanned);
            scanned = 0;
            handle(ctx, frame);
        }
    }

    private void handle(ChannelHandlerContext ctx, byte[] frame) {
        if (greeted) {
            handshake.check(frame);
            tell(null);
            ctx.pipeline().remove(this);
        } else {
            greeted = true;
            ctx.writeAndFlush(Unpooled.wrappedBuffer(handshake.ping(frame)), ctx.voidPromise());
        }
    }

    private void tell(@Nullable Throwable failure) {
        if (!told) {
            told = true;
            then.accept(failure);
        }
    }

    private ForwardException refused(String found) {
        return new ForwardException(
                "shared key: expected "
                        + (greeted ? "PONG" : "HELO")
                        + " of the destination"
                        + found);
    }
}
