package io.logdrive.wire;

import io.logdrive.wire.ForwardMessage.Events;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A frame of the Forward protocol, from the scanner to the records, as Jazzer feeds it. */
public final class ForwardFuzz {
    private static final ForwardLimits LIMITS = new ForwardLimits(1 << 20, 1 << 20, 10_000, 32);
    private static final ForwardCodec CODEC = new ForwardCodec(LIMITS);

    private ForwardFuzz() {}

    /** Throws what no frame may cause. */
    public static void fuzzerTestOneInput(byte[] frame) {
        int end = scanned(frame);
        try {
            if (CODEC.decode(frame, 0, frame.length) instanceof Events events) {
                if (end != frame.length) {
                    throw new AssertionError("scanner: expected " + frame.length + ": " + end);
                }
                read(events);
            }
        } catch (ForwardException e) {
            // Refused: that is what it is there for.
        }
        handshake(frame);
    }

    /** Where the first frame ends; the same in whichever pieces it comes. */
    private static int scanned(byte[] frame) {
        int whole = scanned(frame, Math.max(1, frame.length));
        if (whole != scanned(frame, 1)) {
            throw new AssertionError("scanner: byte by byte it ends elsewhere than at " + whole);
        }
        return whole;
    }

    private static int scanned(byte[] frame, int piece) {
        FrameScanner scanner = new FrameScanner(LIMITS);
        int at = 0;
        try {
            while (at < frame.length) {
                int length = Math.min(piece, frame.length - at);
                ByteBuffer bytes = ByteBuffer.wrap(frame, at, length);
                boolean complete = scanner.scan(bytes);
                at = bytes.position();
                if (complete) {
                    return at;
                }
            }
            return -1;
        } catch (ForwardException e) {
            return -2;
        }
    }

    private static void read(Events events) {
        List<LogRecord> records = new ArrayList<>();
        RecordDecoder decoder = new RecordDecoder();
        if (events.lines()) {
            LineEntries lines = new LineEntries(events.entries(), events.marks(), 1 << 10);
            int sequences = 0;
            while (lines.hasNext()) {
                sequences += lines.take(100, 1 << 16).sequences();
            }
            int expected = events.entries().count() + events.marks().filtered().total();
            if (sequences != expected) {
                throw new AssertionError("lines: expected " + expected + ": " + sequences);
            }
            return;
        }
        try {
            decoder.decodeBatch(events.entries(), entry -> entry.decoded());
        } catch (ForwardException e) {
            // Not one of ours.
        }
        decoder.decodeForeign(events.entries(), 1_795_250_000_123_456L, records::add);
        if (records.size() != events.entries().count()) {
            throw new AssertionError("entries: " + records.size());
        }
        records.forEach(CleanRecords::check);
    }

    private static void handshake(byte[] frame) {
        HandshakeCodec.isHelo(frame, 0, frame.length);
        refused(() -> HandshakeCodec.decodeHelo(frame, 0, frame.length));
        refused(() -> HandshakeCodec.decodePing(frame, 0, frame.length));
        refused(() -> HandshakeCodec.decodePong(frame, 0, frame.length));
    }

    private static void refused(Runnable decoding) {
        try {
            decoding.run();
        } catch (ForwardException e) {
            // As it should be.
        }
    }
}
