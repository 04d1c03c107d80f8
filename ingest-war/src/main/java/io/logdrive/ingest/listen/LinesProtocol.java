package io.logdrive.ingest.listen;

import io.netty.channel.ChannelHandler;

/** Plain lines (DESIGN.md, section 3): whatever is not another protocol. Thread-safe. */
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
    public boolean startsWith(byte first) {
        return true;
    }

    @Override
    public ChannelHandler handler(IntakeConnection connection) {
        return new LinesHandler(connection, config);
    }
}
