package io.logdrive.ingest.listen;

import java.util.Arrays;

/**
 * Where whole messages lie in the bytes of a read.
 *
 * <p>Confined to the connection's event loop thread.
 */
final class FoundMessages {
    /** A connection keeps room for so many between reads: there may be ten thousand of them. */
    private static final int KEPT = 16;

    private int[] starts = new int[KEPT];
    private int[] ends = new int[KEPT];
    private int count;
    private int bytes;

    int count() {
        return count;
    }

    /** Bytes of all of them. */
    int bytes() {
        return bytes;
    }

    int start(int index) {
        return starts[index];
    }

    /** Exclusive. */
    int end(int index) {
        return ends[index];
    }

    void add(int start, int end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        starts[count] = start;
        ends[count] = end;
        count++;
        bytes += end - start;
    }

    void clear() {
        if (starts.length > KEPT) {
            starts = new int[KEPT];
            ends = new int[KEPT];
        }
        count = 0;
        bytes = 0;
    }
}
