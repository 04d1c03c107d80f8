package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.OriginKind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import java.util.List;

/**
 * Syslog over TCP (RFC 6587): a connection that begins with a priority, or with a count and a
 * priority behind it. A number alone may begin any line.
 *
 * <p>Thread-safe.
 */
final class SyslogProtocol implements IntakeProtocol {
    private final ListenConfig config;

    SyslogProtocol(ListenConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return "syslog";
    }

    @Override
    public Match match(ByteBuf first) {
        SyslogHead head = new SyslogHead();
        SyslogHead.Kind kind = SyslogHead.Kind.UNDECIDED;
        int end = first.writerIndex();
        for (int at = first.readerIndex(); at < end && kind == SyslogHead.Kind.UNDECIDED; at++) {
            kind = head.add(first.getByte(at));
        }
        return switch (kind) {
            case UNDECIDED -> Match.UNDECIDED;
            case PRIORITY, COUNTED -> Match.YES;
            default -> Match.NO;
        };
    }

    @Override
    public List<ChannelHandler> handlers(IntakeConnection connection) {
        return List.of(
                new LinesHandler(
                        connection,
                        OriginKind.SYSLOG,
                        Chunk.Format.TEXTS,
                        sink ->
                                new SyslogFramer(
                                        config.lineBytesMax(), config.chunkLinesMax(), sink)));
    }
}
