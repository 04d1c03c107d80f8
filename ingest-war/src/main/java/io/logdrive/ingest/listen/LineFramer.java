package io.logdrive.ingest.listen;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a connection at newlines into groups of whole lines.
 *
 * <p>An unfinished line is kept, up to the line limit; what comes of a line beyond the limit is
 * skipped and counted, so memory is bounded whatever is sent. Confined to the connection's event
 * loop thread.
 */
final class LineFramer {
    /** Takes each group of lines. */
    interface Sink {
        /**
         * Takes one group, not to be changed any more.
         *
         * @param body the lines, each ended by a newline, the very last perhaps not
         * @param lines how many
         * @param truncated which of them, from 0, were cut at the limit
         */
        void lines(byte[] body, int lines, BitSet truncated);
    }

    private static final byte[] NOTHING = new byte[0];

    private final int lineBytesMax;
    private final int chunkLinesMax;
    private final Sink sink;

    /** Bytes of the unfinished line. */
    private byte[] carry = NOTHING;

    private int carried;

    /** The unfinished line was cut already: the rest of it, up to the newline, is skipped. */
    private boolean skipping;

    private long skippedBytes;

    LineFramer(int lineBytesMax, int chunkLinesMax, Sink sink) {
        this.lineBytesMax = lineBytesMax;
        this.chunkLinesMax = chunkLinesMax;
        this.sink = sink;
    }

    /** Bytes beyond the limit that were skipped so far. */
    long skippedBytes() {
        return skippedBytes;
    }

    /** Memory that the unfinished line takes. */
    int carryBytes() {
        return carry.length;
    }

    /** Reads all of {@code in}. */
    void read(ByteBuf in) {
        while (in.isReadable()) {
            if (skipping) {
                skip(in);
            } else {
                readGroup(in);
            }
        }
    }

    /** The end of the input: an unfinished line is a line. */
    void finish() {
        if (carried > 0) {
            byte[] body = takeCarryAnd(null, 0);
            sink.lines(body, 1, new BitSet());
        }
    }

    private void skip(ByteBuf in) {
        int newline = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
        int end = newline < 0 ? in.writerIndex() : newline;
        skippedBytes += end - in.readerIndex();
        in.readerIndex(newline < 0 ? end : end + 1);
        skipping = newline < 0;
    }

    /** Takes as many whole lines as the limits of a chunk allow, or carries an unfinished line. */
    private void readGroup(ByteBuf in) {
        int start = in.readerIndex();
        int end = start;
        int lines = 0;
        int lineStart = start - carried;
        while (lines < chunkLinesMax) {
            int limit = lineStart + lineBytesMax;
            int newline = nextNewline(in, end, limit);
            if (newline < 0) {
                break;
            }
            end = newline + 1;
            lineStart = end;
            lines++;
            if (end - start >= ListenConfig.CHUNK_BYTES_MAX) {
                break;
            }
        }
        if (lines > 0) {
            sink.lines(takeCarryAnd(in, end - start), lines, new BitSet());
        } else if (in.writerIndex() - lineStart > lineBytesMax) {
            cut(in, lineStart + lineBytesMax - start);
        } else {
            carry(in);
        }
    }

    /** The next newline at {@code from} or later that ends a line within the limit, or -1. */
    private static int nextNewline(ByteBuf in, int from, int limit) {
        int length = Math.min(in.writerIndex(), limit + 1) - from;
        return length <= 0 ? -1 : in.forEachByte(from, length, ByteProcessor.FIND_LF);
    }

    private void cut(ByteBuf in, int length) {
        byte[] body = takeCarryAnd(in, Math.max(0, length));
        BitSet truncated = new BitSet();
        truncated.set(0);
        skipping = true;
        sink.lines(body, 1, truncated);
    }

    private void carry(ByteBuf in) {
        int length = in.readableBytes();
        if (carry.length < carried + length) {
            int grown = Math.min(lineBytesMax, Math.max(carried + length, 2 * carry.length));
            carry = Arrays.copyOf(carry, grown);
        }
        in.readBytes(carry, carried, length);
        carried += length;
    }

    /** One array of what is carried and {@code length} bytes more. */
    private byte[] takeCarryAnd(@Nullable ByteBuf in, int length) {
        byte[] body = new byte[carried + length];
        System.arraycopy(carry, 0, body, 0, carried);
        if (in != null) {
            in.readBytes(body, carried, length);
        }
        carried = 0;
        // Ten thousand idle connections must not each keep the memory of their longest line.
        carry = NOTHING;
        return body;
    }
}
