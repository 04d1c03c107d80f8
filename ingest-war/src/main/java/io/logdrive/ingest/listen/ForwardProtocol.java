package io.logdrive.ingest.listen;

import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.LineChunkEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import java.util.List;

/**
 * Fluent Forward v1: its first byte is the header of a MessagePack array of up to 15 elements (a
 * message has 2 to 4) or nil, none of which can begin a UTF-8 text (wire/PROTOCOL.md). The longer
 * array headers could: {@code dc} and {@code dd} begin Syriac letters.
 *
 * <p>Thread-safe.
 */
final class ForwardProtocol implements IntakeProtocol {
    /** One Forward message of a stranger becomes one JMS message, hence these bounds. */
    static final ForwardLimits LIMITS =
            new ForwardLimits(
                    LineChunkEncoder.FRAME_BYTES_MAX,
                    LineChunkEncoder.FRAME_BYTES_MAX,
                    LineChunkEncoder.LINES_MAX,
                    32);

    private final ListenConfig config;

    ForwardProtocol(ListenConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return "forward";
    }

    @Override
    public Match match(ByteBuf first) {
        int code = first.getUnsignedByte(first.readerIndex());
        return Match.of((code >= 0x90 && code <= 0x9f) || code == 0xc0);
    }

    @Override
    public List<ChannelHandler> handlers(IntakeConnection connection) {
        return List.of(new ForwardHandler(connection, config));
    }
}
