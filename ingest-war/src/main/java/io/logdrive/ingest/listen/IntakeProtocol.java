package io.logdrive.ingest.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import java.util.List;

/** A protocol that senders may speak on the intake port: one class beside the others. */
interface IntakeProtocol {
    /** What the first bytes of a connection say. Immutable. */
    enum Match {
        YES,
        NO,
        /** The next bytes will tell. */
        UNDECIDED;

        static Match of(boolean speaks) {
            return speaks ? YES : NO;
        }
    }

    /** What {@code /ingest/connections} calls it. */
    String name();

    /**
     * Whether a connection whose first bytes, one or more, are those of {@code first} speaks it.
     */
    Match match(ByteBuf first);

    /** The handlers for one such connection, in the order in which they see what is read. */
    List<ChannelHandler> handlers(IntakeConnection connection);
}
