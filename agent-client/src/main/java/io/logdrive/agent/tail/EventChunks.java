package io.logdrive.agent.tail;

import io.logdrive.agent.send.OutgoingChunk;
import io.logdrive.wire.ChunkName;
import io.logdrive.wire.LineChunkEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes chunks of events (wire/PROTOCOL.md, "An agent's chunk"). None has a frame that ingest would
 * refuse for its size: it would be sent again for ever.
 *
 * <p>Thread-safe.
 */
final class EventChunks {
    /** As much as the mark of an event that was cut or filtered takes at most. */
    private static final int MARK_BYTES = 16;

    private static final int CHARACTER_BYTES_MAX = 4;

    /** A line alone shrinks by a hundredth and costs ten times as much (decision 0089). */
    private static final int GZIP_BYTES_MIN = 1 << 10;

    private final LongSupplier epochMicros;
    private final BooleanSupplier gzip;

    /**
     * @param epochMicros the clock of the chunks
     * @param gzip whether they are compressed; looked at for each
     */
    EventChunks(LongSupplier epochMicros, BooleanSupplier gzip) {
        this.epochMicros = epochMicros;
        this.gzip = gzip;
    }

    /**
     * The chunks of all events of a stretch of bytes: one, but for texts that grew on their way
     * from the file's character set or through redactions. An event that no frame takes is cut.
     *
     * @param first the sequence of the first
     * @param acknowledged runs once, when all of them are acknowledged
     */
    @SuppressWarnings("checkstyle:ParameterNumber")
    List<OutgoingChunk> of(
            EventStream stream, byte[] bytes, Cuts cuts, long first, Runnable acknowledged) {
        byte @Nullable [] @Nullable [] texts = stream.isRaw() ? null : texts(stream, bytes, cuts);
        List<Frame> frames = new ArrayList<>();
        Frame open = begin(stream.encoder(), cuts, texts, 0);
        for (int i = 0; i < cuts.count(); i++) {
            if (open.encoder.sequences() > 0 && open.encoder.room() < length(cuts, texts, i)) {
                frames.add(open);
                open = begin(stream.encoder(), cuts, texts, i);
            }
            if (texts == null) {
                open.put(bytes, cuts.start(i), cuts.end(i), cuts.isTruncated(i));
            } else if (texts[i] == null) {
                open.encoder.filtered(1);
            } else {
                open.put(texts[i], 0, texts[i].length, cuts.isTruncated(i));
            }
        }
        frames.add(open);
        AtomicInteger left = new AtomicInteger(frames.size());
        List<OutgoingChunk> chunks = new ArrayList<>(frames.size());
        for (Frame frame : frames) {
            chunks.add(
                    frame.finish(
                            stream,
                            first,
                            gzip.getAsBoolean(),
                            () -> {
                                if (left.decrementAndGet() == 0) {
                                    acknowledged.run();
                                }
                            }));
        }
        return chunks;
    }

    /** A frame with room for the events from {@code from} on, or as many as a frame takes. */
    private Frame begin(
            LineChunkEncoder encoder, Cuts cuts, byte @Nullable [] @Nullable [] texts, int from) {
        long bytes = encoder.frameBytes();
        for (int i = from; i < cuts.count(); i++) {
            bytes += length(cuts, texts, i) + LineChunkEncoder.ENTRY_BYTES + MARK_BYTES;
        }
        bytes += LineChunkEncoder.ENTRY_BYTES;
        byte[] target = new byte[(int) Math.min(bytes, LineChunkEncoder.FRAME_BYTES_MAX)];
        encoder.begin(target, epochMicros.getAsLong());
        return new Frame(encoder, target, from);
    }

    private static int length(Cuts cuts, byte @Nullable [] @Nullable [] texts, int event) {
        if (texts == null) {
            return cuts.end(event) - cuts.start(event);
        }
        return texts[event] == null ? 0 : texts[event].length;
    }

    /**
     * A frame that is being filled.
     *
     * <p>Confined to the call.
     *
     * @param from which of the events is its first
     */
    @SuppressWarnings("ArrayRecordComponent") // filled, never compared
    private record Frame(LineChunkEncoder encoder, byte[] target, int from) {
        void put(byte[] text, int start, int end, boolean truncated) {
            int room = encoder.room();
            int stop = end - start <= room ? end : wholeCharacters(text, start, start + room);
            int at = encoder.lineStart();
            System.arraycopy(text, start, target, at, stop - start);
            encoder.lineEnd(at + stop - start);
            if (truncated || stop < end) {
                encoder.truncated();
            }
        }

        /** The last place up to {@code stop} where a character begins, if the text is UTF-8. */
        private static int wholeCharacters(byte[] text, int start, int stop) {
            int least = Math.max(start, stop - CHARACTER_BYTES_MAX + 1);
            for (int at = stop; at >= least; at--) {
                if ((text[at] & 0xc0) != 0x80) {
                    return at;
                }
            }
            return stop;
        }

        OutgoingChunk finish(EventStream stream, long first, boolean gzip, Runnable acknowledged) {
            long own = first + from;
            String name = ChunkName.of(stream.origin(), own);
            int length = encoder.finish(own);
            if (gzip && length >= GZIP_BYTES_MIN) {
                byte[] zipped = encoder.finishGzip(own);
                if (zipped.length < length) {
                    return new OutgoingChunk(name, zipped, zipped.length, acknowledged);
                }
            }
            return new OutgoingChunk(name, target, length, acknowledged);
        }
    }

    /** The events as they leave, in UTF-8; null: filtered. */
    private static byte[] @Nullable [] texts(EventStream stream, byte[] bytes, Cuts cuts) {
        byte[] @Nullable [] texts = new byte[cuts.count()][];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = stream.leaving(bytes, cuts.start(i), cuts.end(i));
        }
        return texts;
    }
}
