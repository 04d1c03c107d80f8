package io.logdrive.ingest.listen;

import io.netty.channel.ChannelHandler;

/** A protocol that senders may speak on the intake port: one class beside the others. */
interface IntakeProtocol {
    /** What {@code /ingest/connections} calls it. */
    String name();

    /** Whether a connection whose first byte is {@code first} speaks it. */
    boolean startsWith(byte first);

    /** A handler for one such connection. */
    ChannelHandler handler(IntakeConnection connection);
}
