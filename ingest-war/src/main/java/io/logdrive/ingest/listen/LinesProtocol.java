package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.OriginKind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import java.util.List;

/** Plain lines (wire/PROTOCOL.md): whatever is not another protocol. Thread-safe. */
final class LinesProtocol implements IntakeProtocol {
    private final ListenConfig config;

    LinesProtocol(ListenConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return "lines";
    }

    @Override
    public Match match(ByteBuf first) {
        return Match.YES;
    }

    @Override
    public List<ChannelHandler> handlers(IntakeConnection connection) {
        return List.of(
                new LinesHandler(
                        connection,
                        OriginKind.LINES,
                        Chunk.Format.LINES,
                        sink ->
                                new LineFramer(
                                        config.lineBytesMax(), config.chunkLinesMax(), sink)));
    }
}
