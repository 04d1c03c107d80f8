package io.logdrive.agent.tail;

import io.logdrive.agent.send.OutgoingChunk;
import io.logdrive.wire.ChunkName;
import io.logdrive.wire.LineChunkEncoder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes chunks of events (wire/PROTOCOL.md, "An agent's chunk").
 *
 * <p>Thread-safe.
 */
final class EventChunks {
    /** As much as the mark of an event that was cut or filtered takes at most. */
    private static final int MARK_BYTES = 16;

    private final LongSupplier epochMicros;

    /**
     * @param epochMicros the clock of the chunks
     */
    EventChunks(LongSupplier epochMicros) {
        this.epochMicros = epochMicros;
    }

    /**
     * A chunk of all events of a stretch of bytes.
     *
     * @param first the sequence of the first
     * @param acknowledged runs when it is acknowledged
     */
    @SuppressWarnings("checkstyle:ParameterNumber")
    OutgoingChunk of(
            EventStream stream, byte[] bytes, Cuts cuts, long first, Runnable acknowledged) {
        LineChunkEncoder encoder = stream.encoder();
        byte[] @Nullable [] texts = stream.isRaw() ? null : texts(stream, bytes, cuts);
        int textBytes = texts == null ? cuts.textBytes() : length(texts);
        int entries = (cuts.count() + 1) * LineChunkEncoder.ENTRY_BYTES + cuts.count() * MARK_BYTES;
        byte[] frame = new byte[encoder.frameBytes() + textBytes + entries];
        encoder.begin(frame, epochMicros.getAsLong());
        for (int i = 0; i < cuts.count(); i++) {
            if (texts == null) {
                put(encoder, frame, bytes, cuts.start(i), cuts.end(i));
            } else if (texts[i] == null) {
                encoder.filtered(1);
                continue;
            } else {
                put(encoder, frame, texts[i], 0, texts[i].length);
            }
            if (cuts.isTruncated(i)) {
                encoder.truncated();
            }
        }
        String name = ChunkName.of(stream.origin(), first);
        return new OutgoingChunk(name, frame, encoder.finish(first), acknowledged);
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    private static void put(
            LineChunkEncoder encoder, byte[] frame, byte[] text, int start, int end) {
        int at = encoder.lineStart();
        System.arraycopy(text, start, frame, at, end - start);
        encoder.lineEnd(at + end - start);
    }

    /** The events as they leave, in UTF-8; null: filtered. */
    private static byte[] @Nullable [] texts(EventStream stream, byte[] bytes, Cuts cuts) {
        byte[] @Nullable [] texts = new byte[cuts.count()][];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = stream.leaving(bytes, cuts.start(i), cuts.end(i));
        }
        return texts;
    }

    private static int length(byte[] @Nullable [] texts) {
        int length = 0;
        for (byte[] text : texts) {
            length += text == null ? 0 : text.length;
        }
        return length;
    }
}
