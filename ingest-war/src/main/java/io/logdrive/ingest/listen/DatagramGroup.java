package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.MicrosClock;
import io.logdrive.wire.PrefixedLines;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Datagrams that came one soon after the other, until they become chunks: of each sender one, or as
 * many as its lines ask for.
 *
 * <p>Confined to the thread that receives.
 */
final class DatagramGroup {
    static final int DATAGRAMS_MAX = 4_096;

    /** More than any datagram has. */
    static final int DATAGRAM_BYTES_MAX = 1 << 16;

    private static final int BYTES = 8 * DATAGRAM_BYTES_MAX;
    private static final int NONE = -1;

    private final int lineBytesMax;
    private final int chunkLinesMax;

    /** One behind the other. */
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);

    private final int[] starts = new int[DATAGRAMS_MAX];
    private final int[] lengths = new int[DATAGRAMS_MAX];

    /** The next datagram of the same sender. */
    private final int[] next = new int[DATAGRAMS_MAX];

    private final Map<DatagramSender, Run> runs = new HashMap<>();

    /** The runs in the order of their first datagram. */
    private final Queue<Run> order = new ArrayDeque<>();

    private int added;
    private int left;
    private long skippedBytes;

    DatagramGroup(int lineBytesMax, int chunkLinesMax) {
        this.lineBytesMax = lineBytesMax;
        this.chunkLinesMax = chunkLinesMax;
    }

    /** Where the next datagram is to be written; not while the group is full. */
    ByteBuffer room() {
        return bytes.limit(bytes.position() + DATAGRAM_BYTES_MAX);
    }

    boolean isFull() {
        return added == DATAGRAMS_MAX || bytes.position() > BYTES - DATAGRAM_BYTES_MAX;
    }

    boolean isEmpty() {
        return left == 0;
    }

    /** Bytes of datagrams beyond the limit of a line that were left out so far. */
    long skippedBytes() {
        return skippedBytes;
    }

    /**
     * What was written into {@link #room}, from {@code start} on, is a datagram of that sender. Not
     * between the first and the last {@link #take}.
     */
    void add(DatagramSender sender, int start) {
        int length = bytes.position() - start;
        if (length > 0 && isTerminator(bytes.get(start + length - 1))) {
            length--;
        }
        starts[added] = start;
        lengths[added] = length;
        next[added] = NONE;
        Run run = runs.get(sender);
        if (run == null) {
            run = new Run(sender, added);
            runs.put(sender, run);
            order.add(run);
        } else {
            next[run.last] = added;
        }
        run.last = added;
        run.left++;
        added++;
        left++;
    }

    /** Takes out the next chunk; the group must not be empty. */
    Taken take() {
        Run run = order.element();
        int lines = Math.min(run.left, chunkLinesMax);
        BitSet truncated = new BitSet();
        byte[] body = body(run, lines, truncated);
        Chunk chunk =
                new Chunk(
                        run.sender.origin(),
                        run.sender.advance(lines),
                        lines,
                        MicrosClock.nowMicros(),
                        Chunk.Format.TEXTS,
                        body,
                        truncated);
        run.left -= lines;
        left -= lines;
        if (run.left == 0) {
            order.remove();
            runs.remove(run.sender);
        }
        if (left == 0) {
            added = 0;
            bytes.clear();
        }
        return new Taken(run.sender, chunk);
    }

    private byte[] body(Run run, int lines, BitSet truncated) {
        int size = PrefixedLines.HEAD_BYTES + lines * PrefixedLines.LENGTH_BYTES;
        int at = run.first;
        for (int i = 0; i < lines; i++) {
            size += Math.min(lengths[at], lineBytesMax);
            at = next[at];
        }
        byte[] body = new byte[size];
        PrefixedLines.putInt(body, 0, lines);
        int target = PrefixedLines.HEAD_BYTES;
        at = run.first;
        for (int i = 0; i < lines; i++) {
            int length = Math.min(lengths[at], lineBytesMax);
            truncated.set(i, length < lengths[at]);
            skippedBytes += lengths[at] - length;
            PrefixedLines.putInt(body, target, length);
            target += PrefixedLines.LENGTH_BYTES;
            bytes.get(starts[at], body, target, length);
            target += length;
            at = next[at];
        }
        run.first = at;
        return body;
    }

    private static boolean isTerminator(byte last) {
        return last == '\n' || last == 0;
    }

    /** A chunk and whose it is. Immutable. */
    record Taken(DatagramSender sender, Chunk chunk) {}

    /** The datagrams of one sender. Confined to the thread of the group. */
    private static final class Run {
        private final DatagramSender sender;
        private int first;
        private int last;
        private int left;

        Run(DatagramSender sender, int first) {
            this.sender = sender;
            this.first = first;
        }
    }
}
