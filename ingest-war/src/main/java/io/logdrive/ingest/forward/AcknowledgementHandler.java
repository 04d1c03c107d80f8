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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads acknowledgements, keeps the connection alive with heartbeats, and closes it when the peer
 * has fallen silent (PROTOCOL.md, "Heartbeats"): one that answers heartbeats when three went
 * unanswered, one that never did when it has owed acknowledgements for {@value #OWED_BEATS_MAX}.
 *
 * <p>Confined to the connection's event loop thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: handled there
final class AcknowledgementHandler extends ByteToMessageDecoder {
    private static final ForwardLimits LIMITS = new ForwardLimits(4_096, 4_096, 1, 4);

    /** 190 s at the usual ten: what Fluentd gives a receiver. */
    private static final int OWED_BEATS_MAX = 19;

    private final Owner owner;
    private final ForwardEvents events;
    private final long heartbeatNanos;
    private final ForwardCodec codec = new ForwardCodec(LIMITS);
    private final FrameScanner scanner = new FrameScanner(LIMITS);

    private int scanned;
    private boolean answersHeartbeats;
    private long lastReadNanos = System.nanoTime();
    private long owingSinceNanos = lastReadNanos;
    private @Nullable ScheduledFuture<?> heartbeat;

    /**
     * @param heartbeat how often a heartbeat is sent
     */
    AcknowledgementHandler(Owner owner, ForwardEvents events, Duration heartbeat) {
        this.owner = owner;
        this.events = events;
        this.heartbeatNanos = heartbeat.toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        heartbeat =
                ctx.executor()
                        .scheduleAtFixedRate(
                                () -> beat(ctx),
                                // At once: whether the peer answers should be known early.
                                0,
                                heartbeatNanos,
                                TimeUnit.NANOSECONDS);
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
        owingSinceNanos = lastReadNanos;
        owner.heard();
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
        owner.broken(cause);
        events.connectionFailed(cause);
        ctx.close();
    }

    private void handle(byte[] frame) {
        if (frame.length == 1 && frame[0] == ForwardCodec.encodeHeartbeat()[0]) {
            answersHeartbeats = true;
            return;
        }
        try {
            owner.acknowledged(codec.decodeAck(frame, 0, frame.length));
        } catch (ForwardException e) {
            throw new ForwardException("answer of the destination: " + e.getMessage(), e);
        }
    }

    private void beat(ChannelHandlerContext ctx) {
        long now = System.nanoTime();
        if (!owner.isOwed()) {
            owingSinceNanos = now;
        }
        if (isSilent(now)) {
            events.silent(TimeUnit.NANOSECONDS.toMillis(now - lastReadNanos));
            ctx.close();
        } else {
            ctx.writeAndFlush(
                    Unpooled.wrappedBuffer(ForwardCodec.encodeHeartbeat()), ctx.voidPromise());
        }
    }

    private boolean isSilent(long now) {
        // An answer comes a little after its heartbeat, so at the third beat after the last answer
        // the silence is a little short of three intervals.
        return answersHeartbeats
                ? now - lastReadNanos > 2 * heartbeatNanos + heartbeatNanos / 2
                : now - owingSinceNanos > OWED_BEATS_MAX * heartbeatNanos;
    }

    /** Who sent the batches. Called on the event loop. */
    interface Owner {
        /** A batch of that name is stored. */
        void acknowledged(String name);

        /** Whether any batch is unacknowledged. */
        boolean isOwed();

        /** The destination has said something. */
        void heard();

        /** The connection is about to be closed. */
        void broken(Throwable cause);
    }
}
