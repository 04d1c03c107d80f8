package io.logdrive.ingest.listen;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a line whose end has not come.
 *
 * <p>In blocks: a long line is not copied over and over as it grows, takes no more memory than its
 * length rounded up to a block, and asks the collector for no array of a mebibyte. A short one
 * takes its length. Confined to the connection's event loop thread.
 */
final class LineCarry {
    static final int BLOCK_BYTES = 16 << 10;

    private static final byte[] NOTHING = new byte[0];

    /** All blocks before the last, each full; none for nearly every line. */
    private List<byte[]> full = List.of();

    private byte[] last = NOTHING;
    private int lastUsed;

    /** How many bytes are carried. */
    int length() {
        return full.size() * BLOCK_BYTES + lastUsed;
    }

    /** Memory that they take. */
    int memoryBytes() {
        return full.size() * BLOCK_BYTES + last.length;
    }

    /** The byte carried last; there must be one. */
    byte lastByte() {
        return lastUsed > 0 ? last[lastUsed - 1] : full.get(full.size() - 1)[BLOCK_BYTES - 1];
    }

    /** Takes all readable bytes of {@code in}. */
    void append(ByteBuf in) {
        while (in.isReadable()) {
            if (lastUsed == BLOCK_BYTES) {
                if (full.isEmpty()) {
                    full = new ArrayList<>();
                }
                full.add(last);
                last = NOTHING;
                lastUsed = 0;
            }
            int step = Math.min(in.readableBytes(), BLOCK_BYTES - lastUsed);
            if (last.length < lastUsed + step) {
                // A block behind others will be filled; a first one perhaps never.
                int least = full.isEmpty() ? 2 * last.length : BLOCK_BYTES;
                last = Arrays.copyOf(last, Math.min(BLOCK_BYTES, Math.max(lastUsed + step, least)));
            }
            in.readBytes(last, lastUsed, step);
            lastUsed += step;
        }
    }

    /** Writes the first {@code length} bytes into {@code target} at {@code from}, forgets all. */
    void moveTo(byte[] target, int from, int length) {
        int at = 0;
        for (byte[] block : full) {
            int step = Math.min(BLOCK_BYTES, length - at);
            System.arraycopy(block, 0, target, from + at, step);
            at += step;
        }
        System.arraycopy(last, 0, target, from + at, length - at);
        // Ten thousand idle connections must not each keep the memory of their longest line.
        full = List.of();
        last = NOTHING;
        lastUsed = 0;
    }
}
