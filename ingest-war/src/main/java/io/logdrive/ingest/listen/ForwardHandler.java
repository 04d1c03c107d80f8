package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardException;
import io.logdrive.wire.ForwardMessage;
import io.logdrive.wire.FrameScanner;
import io.logdrive.wire.OriginKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A connection that speaks Forward: each event message becomes one or more chunks, and is
 * acknowledged, where its sender asks for that, once they are on disk.
 *
 * <p>Confined to the connection's event loop thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: handled there
final class ForwardHandler extends ChannelInboundHandlerAdapter {
    /** A connection keeps a buffer of this size between frames, and none that is larger. */
    private static final int FRAME_BYTES_KEPT = 64 << 10;

    private static final byte[] NOTHING = new byte[0];

    private final IntakeConnection connection;
    private final ForwardChunks chunks;
    private final FrameScanner scanner = new FrameScanner(ForwardProtocol.LIMITS);
    private final ForwardCodec codec = new ForwardCodec(ForwardProtocol.LIMITS);

    /** The bytes of the unfinished frame, as many as {@code scanned}. */
    private byte[] frame = NOTHING;

    private int scanned;

    /** An acknowledged agent sends: its connection has heartbeats. */
    private boolean lively;

    /** A heartbeat's answer waits for the end of the read. */
    private boolean answered;

    ForwardHandler(IntakeConnection connection, ListenConfig config) {
        this.connection = connection;
        this.chunks = new ForwardChunks(connection, config);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        ByteBuf in = (ByteBuf) read;
        try {
            while (in.isReadable()) {
                scan(ctx, in);
            }
            if (scanned == 0) {
                // An idle connection keeps no buffer: there may be ten thousand of them.
                frame = NOTHING;
            }
            connection.unfinished(frame.length);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (answered) {
            answered = false;
            ctx.flush();
        }
        connection.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) {
            if (scanned > 0) {
                throw new ForwardException(
                        "frame: expected its end, found the end of input after "
                                + scanned
                                + " bytes");
            }
            connection.end();
        }
        super.userEventTriggered(ctx, event);
    }

    /** Reads up to the end of a frame or of what there is. */
    private void scan(ChannelHandlerContext ctx, ByteBuf in) {
        ByteBuffer fresh = in.nioBuffer();
        int before = fresh.remaining();
        boolean complete = scanner.scan(fresh);
        int length = before - fresh.remaining();
        if (frame.length < scanned + length) {
            frame = Arrays.copyOf(frame, Math.max(scanned + length, 2 * frame.length));
        }
        in.readBytes(frame, scanned, length);
        scanned += length;
        if (complete) {
            int size = scanned;
            scanned = 0;
            accept(ctx, codec.decode(frame, 0, size));
            if (frame.length > FRAME_BYTES_KEPT) {
                frame = NOTHING;
            }
        }
    }

    private void accept(ChannelHandlerContext ctx, ForwardMessage message) {
        if (message instanceof ForwardMessage.Events events) {
            enqueue(ctx, events);
        } else {
            ctx.write(Unpooled.wrappedBuffer(ForwardCodec.encodeHeartbeat()), ctx.voidPromise());
            answered = true;
        }
    }

    private void enqueue(ChannelHandlerContext ctx, ForwardMessage.Events events) {
        String name = events.chunk();
        Runnable acknowledge =
                name == null
                        ? () -> {}
                        : () ->
                                ctx.writeAndFlush(
                                        Unpooled.wrappedBuffer(ForwardCodec.encodeAck(name)),
                                        ctx.voidPromise());
        if (events.entries().count() == 0 && events.marks().filtered().isEmpty()) {
            acknowledge.run();
            return;
        }
        List<Chunk> taken = chunks.of(events);
        if (!lively && taken.get(0).origin().kind() == OriginKind.AGENT) {
            lively = true;
            ctx.pipeline().addBefore(ctx.name(), "liveness", new AgentLivenessHandler());
        }
        enqueue(taken, acknowledge);
    }

    /** Acknowledges when the last of the chunks is on disk; that need not be the last one. */
    private void enqueue(List<Chunk> taken, Runnable acknowledge) {
        int[] left = {taken.size()};
        Runnable confirmed =
                () -> {
                    left[0]--;
                    if (left[0] == 0) {
                        acknowledge.run();
                    }
                };
        for (Chunk chunk : taken) {
            connection.enqueue(chunk, confirmed);
        }
    }
}
