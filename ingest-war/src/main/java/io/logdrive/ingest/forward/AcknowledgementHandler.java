package io.logdrive.ingest.forward;

import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardException;
import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.FrameScanner;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads acknowledgements, keeps the connection alive with heartbeats, and closes it when a peer
 * that answers heartbeats has fallen silent.
 *
 * <p>Confined to the connection's event loop thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: handled there
final class AcknowledgementHandler extends ByteToMessageDecoder {
    static final long HEARTBEAT_SECONDS = 10;
    static final long SILENCE_SECONDS_MAX = 30;

    private static final ForwardLimits LIMITS = new ForwardLimits(4_096, 4_096, 1, 4);

    private final Consumer<String> onAcknowledged;
    private final ForwardEvents events;
    private final ForwardCodec codec = new ForwardCodec(LIMITS);
    private final FrameScanner scanner = new FrameScanner(LIMITS);

    private int scanned;
    private boolean answersHeartbeats;
    private long lastReadNanos = System.nanoTime();
    private @Nullable ScheduledFuture<?> heartbeat;

    AcknowledgementHandler(Consumer<String> onAcknowledged, ForwardEvents events) {
        this.onAcknowledged = onAcknowledged;
        this.events = events;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        heartbeat =
                ctx.executor()
                        .scheduleAtFixedRate(
                                () -> beat(ctx),
                                HEARTBEAT_SECONDS,
                                HEARTBEAT_SECONDS,
                                TimeUnit.SECONDS);
        super.channelActive(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (heartbeat != null) {
            heartbeat.cancel(false);
        }
        super.channelInactive(ctx);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        lastReadNanos = System.nanoTime();
        ByteBuffer fresh = in.nioBuffer(in.readerIndex() + scanned, in.readableBytes() - scanned);
        int before = fresh.remaining();
        boolean complete = scanner.scan(fresh);
        scanned += before - fresh.remaining();
        if (complete) {
            byte[] frame = ByteBufUtil.getBytes(in, in.readerIndex(), scanned);
            in.skipBytes(scanned);
            scanned = 0;
            handle(frame);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        events.connectionFailed(cause);
        ctx.close();
    }

    private void handle(byte[] frame) {
        if (frame.length == 1 && frame[0] == ForwardCodec.encodeHeartbeat()[0]) {
            answersHeartbeats = true;
            return;
        }
        try {
            onAcknowledged.accept(codec.decodeAck(frame, 0, frame.length));
        } catch (ForwardException e) {
            throw new ForwardException("answer of the destination: " + e.getMessage(), e);
        }
    }

    private void beat(ChannelHandlerContext ctx) {
        long silent = System.nanoTime() - lastReadNanos;
        if (answersHeartbeats && silent > TimeUnit.SECONDS.toNanos(SILENCE_SECONDS_MAX)) {
            events.silent(TimeUnit.NANOSECONDS.toSeconds(silent));
            ctx.close();
        } else {
            ctx.writeAndFlush(
                    Unpooled.wrappedBuffer(ForwardCodec.encodeHeartbeat()), ctx.voidPromise());
        }
    }
}
