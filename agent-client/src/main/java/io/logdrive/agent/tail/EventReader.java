package io.logdrive.agent.tail;

import io.logdrive.agent.send.OutgoingChunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a slice of a file, and makes a chunk of the events that end in it.
 *
 * <p>Confined to one thread that reads.
 */
final class EventReader {
    /** A turn of a file: so much is read before the next file has its turn. */
    private static final int SLICE_BYTES = 256 << 10;

    private static final int CUTTERS_MAX = 100;

    private final EventChunks chunks;
    private final Map<CutConfig, EventCutter> cutters = new HashMap<>();
    private final Cuts cuts = new Cuts();
    private byte[] buffer = new byte[SLICE_BYTES];

    /** What came of a turn. Immutable. */
    enum Slice {
        /** There may be more at once. */
        MORE,
        /** All there is for now. */
        END,
        /** The file does not begin as it did: nothing was taken. */
        REPLACED,
        /** The sink takes no more: nothing was taken. */
        CLOSED
    }

    EventReader(EventChunks chunks) {
        this.chunks = chunks;
    }

    /**
     * Reads on where the file's last turn ended.
     *
     * @param eventsMax so many are taken
     */
    Slice read(TailedFile file, int eventsMax, ChunkSink sink)
            throws IOException, InterruptedException {
        CutConfig config = file.input().config().cut();
        if (cutters.size() == CUTTERS_MAX && !cutters.containsKey(config)) {
            // Left from earlier configurations.
            cutters.clear();
        }
        EventCutter cutter = cutters.computeIfAbsent(config, CutConfig::cutter);
        cuts.limit(eventsMax);
        Mark from = file.read();
        Content content = file.content();
        long sizeThen = content.size();
        long end = file.endBehind(from.offset());
        int length = fill(file, from.offset(), end);
        if (sizeThen < from.offset() || !file.fingerprint().matches(content)) {
            return Slice.REPLACED;
        }
        boolean ends = length > 0 && from.offset() + length == end;
        cutter.cut(buffer, length, from.skipping(), ends, cuts);
        if (cuts.consumed() == 0
                && length == (file.isWide() ? buffer.length : SLICE_BYTES)
                && !ends) {
            grow(file, cutter);
            file.wide(true);
            return Slice.MORE;
        }
        long offset = from.offset() + cuts.consumed();
        Mark to =
                new Mark(
                        offset,
                        from.sequence() + cuts.count(),
                        cuts.isSkipping(),
                        cuts.consumed() == 0 ? from.trail() : Trail.of(buffer, cuts.consumed()));
        // Before anything is handed on: what fails behind that would be handed on twice.
        Fingerprint grown = file.fingerprint().grown(content, offset);
        if (cuts.count() > 0 && !putAll(chunks(file, from.sequence(), to), sink)) {
            return Slice.CLOSED;
        }
        file.fingerprint(grown);
        file.wide(false);
        long seen = Math.max(from.offset() + length, Math.min(sizeThen, end));
        file.read(to, from.offset() + cuts.complete(), seen);
        boolean stopped = cuts.isFull() || (from.skipping() && cuts.consumed() < length);
        boolean left = sizeThen > from.offset() + length || ends || stopped;
        boolean more = cuts.consumed() > 0 && left;
        return more ? Slice.MORE : Slice.END;
    }

    private int fill(TailedFile file, long offset, long end) throws IOException {
        int turn = file.isWide() ? buffer.length : SLICE_BYTES;
        int most = (int) Math.min(turn, end - offset);
        return file.content().readFully(ByteBuffer.wrap(buffer, 0, most), offset);
    }

    private void grow(TailedFile file, EventCutter cutter) {
        int enough = Math.max(cutter.bytesEnough(), SLICE_BYTES);
        if (buffer.length >= enough && file.isWide()) {
            throw new IllegalStateException(
                    "cutter: expected an event within " + buffer.length + " bytes, found none");
        }
        buffer = buffer.length >= enough ? buffer : new byte[Math.min(2 * buffer.length, enough)];
    }

    private static boolean putAll(List<OutgoingChunk> chunks, ChunkSink sink)
            throws InterruptedException {
        for (OutgoingChunk chunk : chunks) {
            if (!sink.put(chunk)) {
                return false;
            }
        }
        return true;
    }

    /** The mark moves when all of them are acknowledged. */
    private List<OutgoingChunk> chunks(TailedFile file, long first, Mark end) {
        Acknowledgements.Sent sent = file.acknowledgements().sent(end);
        return chunks.of(
                file.stream(),
                buffer,
                cuts,
                first,
                () -> file.acknowledgements().acknowledged(sent));
    }
}
