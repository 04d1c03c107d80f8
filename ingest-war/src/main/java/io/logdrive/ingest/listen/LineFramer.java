package io.logdrive.ingest.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.BitSet;

/**
 * Cuts the bytes of a connection at newlines into groups of whole lines, each ended by its newline,
 * the very last perhaps not.
 *
 * <p>An unfinished line is kept, up to the line limit; what comes of a line beyond the limit is
 * skipped and counted, so memory is bounded whatever is sent. Confined to the connection's event
 * loop thread.
 */
final class LineFramer implements Framer {
    private final int lineBytesMax;
    private final int chunkLinesMax;
    private final Sink sink;

    /** The unfinished line: up to the limit, and one byte more when that is a carriage return. */
    private final LineCarry carry = new LineCarry();

    /** The unfinished line was cut already: the rest of it, up to the newline, is skipped. */
    private boolean skipping;

    private long skippedBytes;

    LineFramer(int lineBytesMax, int chunkLinesMax, Sink sink) {
        this.lineBytesMax = lineBytesMax;
        this.chunkLinesMax = chunkLinesMax;
        this.sink = sink;
    }

    @Override
    public long skippedBytes() {
        return skippedBytes;
    }

    @Override
    public int carryBytes() {
        return carry.memoryBytes();
    }

    @Override
    public void read(ByteBuf in) {
        while (in.isReadable()) {
            if (skipping) {
                skip(in);
            } else {
                readGroup(in);
            }
        }
    }

    /** {@inheritDoc} An unfinished line is a line. */
    @Override
    public void finish() {
        int carried = carry.length();
        if (carried > lineBytesMax) {
            cut(Unpooled.EMPTY_BUFFER);
        } else if (carried > 0) {
            sink.lines(takeCarryAnd(Unpooled.EMPTY_BUFFER, carried), 1, new BitSet());
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
        // Before the reader index while the line's beginning is carried.
        int lineStart = start - carry.length();
        while (lines < chunkLinesMax) {
            int newline = nextNewline(in, end, lineStart);
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
            sink.lines(takeCarryAnd(in, carry.length() + end - start), lines, new BitSet());
        } else if (isOverlong(in, lineStart)) {
            cut(in);
        } else {
            carry.append(in);
        }
    }

    /** The newline that ends the line at {@code lineStart} within the limit, or -1. */
    private int nextNewline(ByteBuf in, int from, int lineStart) {
        // A carriage return before the newline is no part of the line.
        int lastPlace = lineStart + lineBytesMax + 1;
        int newline = in.indexOf(from, Math.min(in.writerIndex(), lastPlace + 1), (byte) '\n');
        boolean fits = newline < lastPlace || byteAt(in, newline - 1) == '\r';
        return fits ? newline : -1;
    }

    /** Whether what there is of the line cannot be within the limit, whatever comes. */
    private boolean isOverlong(ByteBuf in, int lineStart) {
        int over = in.writerIndex() - lineStart - lineBytesMax;
        return over > 1 || (over == 1 && byteAt(in, in.writerIndex() - 1) != '\r');
    }

    private byte byteAt(ByteBuf in, int index) {
        return index < in.readerIndex() ? carry.lastByte() : in.getByte(index);
    }

    private void cut(ByteBuf in) {
        // One more when a carriage return was carried and no newline came behind it.
        skippedBytes += Math.max(0, carry.length() - lineBytesMax);
        BitSet truncated = new BitSet();
        truncated.set(0);
        skipping = true;
        sink.lines(takeCarryAnd(in, lineBytesMax), 1, truncated);
    }

    /** One array of {@code length} bytes: what is carried, and as much more as is needed. */
    private byte[] takeCarryAnd(ByteBuf in, int length) {
        byte[] body = new byte[length];
        int carried = Math.min(length, carry.length());
        carry.moveTo(body, 0, carried);
        in.readBytes(body, carried, length - carried);
        return body;
    }
}
