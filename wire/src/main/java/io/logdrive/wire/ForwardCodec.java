package io.logdrive.wire;

import java.util.List;

/** Encodes and decodes frames of the Forward protocol v1 ({@code PROTOCOL.md}). Thread-safe. */
public final class ForwardCodec {
    /** A codec that refuses what exceeds {@code limits}. */
    public ForwardCodec(ForwardLimits limits) {}

    /**
     * Decodes one whole frame, as {@link FrameScanner} found it. Checks {@code crc32c} where given,
     * inflates gzip within the bounds, counts the entries and checks each one's outline.
     *
     * @throws ForwardException when the frame is not an event message or heartbeat
     */
    public ForwardMessage decode(byte[] frame, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** The frame {@code {"ack": chunk}}. */
    public static byte[] encodeAck(String chunk) {
        throw new UnsupportedOperationException();
    }

    /**
     * The chunk that an answer acknowledges.
     *
     * @throws ForwardException when the frame is not an acknowledgement
     */
    public String decodeAck(byte[] frame, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** The heartbeat frame: MessagePack nil. */
    public static byte[] encodeHeartbeat() {
        throw new UnsupportedOperationException();
    }

    /** One PackedForward frame around entries that {@link RecordEncoder} made, with the options. */
    public static byte[] encodeBatch(
            String tag,
            String chunk,
            EntryRange entries,
            List<LedgerRun> ledger,
            List<Origin> origins) {
        throw new UnsupportedOperationException();
    }
}
