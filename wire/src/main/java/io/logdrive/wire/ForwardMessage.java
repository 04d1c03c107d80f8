package io.logdrive.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decoded frame of the Forward protocol v1: an event message in any of the four modes, or a
 * heartbeat (MessagePack nil).
 *
 * <p>Immutable.
 */
public sealed interface ForwardMessage {

    /** A MessagePack nil, which keeps a connection alive. It is answered with a nil. */
    record Heartbeat() implements ForwardMessage {}

    /**
     * An event message.
     *
     * @param mode how its entries were carried
     * @param tag the Forward tag
     * @param entries all entries, uncompressed
     * @param chunk the option {@code chunk}: what to acknowledge, or null when no answer is wanted
     * @param ledger the option {@code ledger}; empty when the sender is foreign
     * @param origins the option {@code origins}; empty when the sender is foreign
     * @param lines the option {@code lines}: each entry is one raw line ({@link LineEntries})
     * @param marks the options {@code truncated}, {@code filtered} and {@code attributes} of an
     *     agent's chunk; {@link LineMarks#NONE} in any other frame
     */
    record Events(
            Mode mode,
            String tag,
            EntryRange entries,
            @Nullable String chunk,
            List<LedgerRun> ledger,
            List<Origin> origins,
            boolean lines,
            LineMarks marks)
            implements ForwardMessage {}

    /** The carrier modes of the specification. Immutable. */
    enum Mode {
        MESSAGE,
        FORWARD,
        PACKED_FORWARD,
        COMPRESSED_PACKED_FORWARD
    }
}
