package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.MicrosClock;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.BitSet;
import java.util.function.Function;

/**
 * A connection whose bytes are lines, one after the other: each group that its framer cuts becomes
 * a chunk.
 *
 * <p>Confined to the connection's event loop thread.
 */
final class LinesHandler extends ChannelInboundHandlerAdapter {
    private final IntakeConnection connection;
    private final Origin origin;
    private final Chunk.Format format;
    private final Framer framer;
    private long sequence;
    private long readMicros;
    private int bytesRead;

    /**
     * @param kind of the origin that the connection is
     * @param format how the framer's groups hold their lines
     */
    LinesHandler(
            IntakeConnection connection,
            OriginKind kind,
            Chunk.Format format,
            Function<Framer.Sink, Framer> framer) {
        this.connection = connection;
        this.origin = connection.origin(kind);
        this.format = format;
        this.framer = framer.apply(this::enqueue);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        ByteBuf bytes = (ByteBuf) read;
        try {
            readMicros = MicrosClock.nowMicros();
            bytesRead += bytes.readableBytes();
            long skippedBefore = framer.skippedBytes();
            framer.read(bytes);
            connection.unfinished(framer.carryBytes());
            connection.skipped(framer.skippedBytes() - skippedBefore);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        int brought = bytesRead;
        bytesRead = 0;
        connection.readAfter(brought);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) {
            readMicros = MicrosClock.nowMicros();
            framer.finish();
            connection.end();
        }
        super.userEventTriggered(ctx, event);
    }

    private void enqueue(byte[] body, int lines, BitSet truncated) {
        Chunk chunk = new Chunk(origin, sequence, lines, readMicros, format, body, truncated);
        sequence += lines;
        connection.enqueue(chunk, () -> {});
    }
}
