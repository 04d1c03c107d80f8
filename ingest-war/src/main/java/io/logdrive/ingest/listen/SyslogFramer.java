package io.logdrive.ingest.listen;

import io.logdrive.wire.PrefixedLines;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.BitSet;

/**
 * Cuts the bytes of a connection into messages of syslog: counted ones and ones up to a newline or
 * NUL, each as it comes (RFC 6587; wire/PROTOCOL.md, "Syslog"). The groups are for {@link
 * PrefixedLines}.
 *
 * <p>A count is believed as far as bytes come for it: nothing is allocated for it before. Confined
 * to the connection's event loop thread.
 */
final class SyslogFramer implements Framer {
    /** What comes next. Immutable. */
    private enum Part {
        HEAD,
        COUNTED,
        UNCOUNTED,
        /** The rest of a message that was cut. */
        REST_COUNTED,
        REST_UNCOUNTED,
        /** Nothing that could be told. */
        BROKEN
    }

    private final int messageBytesMax;
    private final int chunkLinesMax;
    private final Sink sink;
    private final SyslogHead head = new SyslogHead();

    /** Whole messages of this read; what is carried belongs before the first of them. */
    private final FoundMessages found = new FoundMessages();

    /** Bytes of the unfinished message, without its count. */
    private final LineCarry carry = new LineCarry();

    private Part part = Part.HEAD;

    /** Of the counted message: bytes that have not come. */
    private int missing;

    /** Where the next newline and the next NUL of this read are; its end when there is none. */
    private int newlineAt;

    private int nulAt;
    private long skippedBytes;

    SyslogFramer(int messageBytesMax, int chunkLinesMax, Sink sink) {
        this.messageBytesMax = messageBytesMax;
        this.chunkLinesMax = chunkLinesMax;
        this.sink = sink;
    }

    @Override
    public long skippedBytes() {
        return skippedBytes;
    }

    @Override
    public int carryBytes() {
        return switch (part) {
            case HEAD -> head.length();
            case COUNTED -> Math.max(1, carry.memoryBytes());
            default -> carry.memoryBytes();
        };
    }

    /**
     * {@inheritDoc}
     *
     * @throws FramingException when it cannot be told where the next message begins
     */
    @Override
    public void read(ByteBuf in) {
        newlineAt = -1;
        nulAt = -1;
        while (in.isReadable() || part == Part.BROKEN) {
            switch (part) {
                case REST_COUNTED -> skipCounted(in);
                case REST_UNCOUNTED -> skipUncounted(in);
                default -> readGroup(in);
            }
        }
    }

    /**
     * {@inheritDoc} A message up to a newline is whole without one; of a counted one there is less
     * than it was to be.
     *
     * @throws FramingException when there is a count and nothing behind it
     */
    @Override
    public void finish() {
        if (part == Part.HEAD && head.length() > 0) {
            if (head.isBehindCounted()) {
                throw new FramingException("syslog: expected the rest of a count, found the end");
            }
            carry.append(Unpooled.wrappedBuffer(head.bytes(), 0, head.length()));
        }
        if (part == Part.COUNTED && carry.length() == 0) {
            throw new FramingException(
                    "syslog: expected a message of " + missing + " bytes, found the end");
        }
        if (carry.length() > 0) {
            emitOne(Unpooled.EMPTY_BUFFER, 0, part == Part.COUNTED);
        }
        begin(false);
    }

    /** Takes as many whole messages as the limits of a chunk allow, or carries a part of one. */
    private void readGroup(ByteBuf in) {
        while (found.count() < chunkLinesMax
                && found.bytes() < ListenConfig.CHUNK_BYTES_MAX
                && nextWhole(in)) {
            // It is among those found.
        }
        if (found.count() > 0) {
            emit(in);
        } else {
            readPart(in);
        }
    }

    private boolean nextWhole(ByteBuf in) {
        if (part == Part.HEAD) {
            readHead(in);
        }
        return switch (part) {
            case COUNTED -> nextCounted(in);
            case UNCOUNTED -> nextUncounted(in);
            default -> false;
        };
    }

    /** Decides what comes next, if the bytes of this read suffice; else the head keeps them. */
    private void readHead(ByteBuf in) {
        int kept = head.length();
        int from = in.readerIndex();
        SyslogHead.Kind kind = SyslogHead.Kind.UNDECIDED;
        while (kind == SyslogHead.Kind.UNDECIDED && in.isReadable()) {
            byte next = in.readByte();
            if (head.length() == 0 && isTerminator(next)) {
                // Behind the end of a message: some senders write two.
                from = in.readerIndex();
            } else {
                kind = head.add(next);
            }
        }
        switch (kind) {
            case UNDECIDED -> {}
            case COUNTED -> {
                part = Part.COUNTED;
                missing = head.count() - takeBack(in, from, kept, head.messageOffset());
            }
            case BROKEN -> part = Part.BROKEN;
            default -> {
                part = Part.UNCOUNTED;
                takeBack(in, from, kept, 0);
            }
        }
    }

    /**
     * The head has read into the message: what it kept of earlier reads is carried, what it took
     * from this one is to be read again.
     *
     * @param from where the head goes on in this read
     * @param kept how many of its bytes came before
     * @param offset how many stand before the message
     * @return how many bytes were carried
     */
    private int takeBack(ByteBuf in, int from, int kept, int offset) {
        int carried = Math.max(0, kept - offset);
        if (carried > 0) {
            carry.append(Unpooled.wrappedBuffer(head.bytes(), offset, carried));
        }
        in.readerIndex(from + Math.max(0, offset - kept));
        return carried;
    }

    private static boolean isTerminator(byte next) {
        return next == '\n' || next == '\r' || next == 0;
    }

    private boolean nextCounted(ByteBuf in) {
        if (head.count() > messageBytesMax || missing > in.readableBytes()) {
            return false;
        }
        int start = in.readerIndex();
        int end = start + missing;
        byte last = in.getByte(end - 1);
        found.add(start, last == '\n' || last == 0 ? end - 1 : end);
        in.readerIndex(end);
        begin(true);
        return true;
    }

    private boolean nextUncounted(ByteBuf in) {
        int start = in.readerIndex();
        int end = terminator(in);
        // Only the first of the messages found can have its begin carried.
        int carried = found.count() == 0 ? carry.length() : 0;
        if (end == in.writerIndex() || carried + end - start > messageBytesMax) {
            return false;
        }
        found.add(start, end);
        in.readerIndex(end + 1);
        begin(false);
        return true;
    }

    /** Where the next newline or NUL is; the end of what there is when there is none. */
    private int terminator(ByteBuf in) {
        int from = in.readerIndex();
        if (newlineAt < from) {
            newlineAt = find(in, from, (byte) '\n');
        }
        if (nulAt < from) {
            nulAt = find(in, from, (byte) 0);
        }
        return Math.min(newlineAt, nulAt);
    }

    private static int find(ByteBuf in, int from, byte value) {
        int at = in.indexOf(from, in.writerIndex(), value);
        return at < 0 ? in.writerIndex() : at;
    }

    /** Nothing is found: what there is belongs to one message that is not whole, or too long. */
    private void readPart(ByteBuf in) {
        int room = messageBytesMax - carry.length();
        switch (part) {
            case COUNTED -> {
                boolean cut = head.count() > messageBytesMax && in.readableBytes() >= room;
                missing -= cut ? room : in.readableBytes();
                if (cut) {
                    part = Part.REST_COUNTED;
                    emitOne(in, room, true);
                } else {
                    carry.append(in);
                }
            }
            case UNCOUNTED -> {
                if (in.readableBytes() > room) {
                    part = Part.REST_UNCOUNTED;
                    emitOne(in, room, true);
                } else {
                    carry.append(in);
                }
            }
            case BROKEN ->
                    throw new FramingException(
                            "syslog: expected < or a count of 1.."
                                    + "9".repeat(SyslogHead.COUNT_DIGITS_MAX)
                                    + " and a blank behind a counted message, found neither");
            default -> {}
        }
    }

    private void skipCounted(ByteBuf in) {
        int step = Math.min(missing, in.readableBytes());
        in.skipBytes(step);
        skippedBytes += step;
        missing -= step;
        if (missing == 0) {
            begin(true);
        }
    }

    private void skipUncounted(ByteBuf in) {
        int end = terminator(in);
        skippedBytes += end - in.readerIndex();
        in.readerIndex(end);
        if (in.isReadable()) {
            in.skipBytes(1);
            begin(false);
        }
    }

    private void begin(boolean behindCounted) {
        part = Part.HEAD;
        head.reset(behindCounted);
    }

    private void emit(ByteBuf in) {
        int count = found.count();
        int carried = carry.length();
        byte[] body = body(count, carried + found.bytes());
        int at = PrefixedLines.HEAD_BYTES;
        for (int i = 0; i < count; i++) {
            int length = found.end(i) - found.start(i);
            PrefixedLines.putInt(body, at, length + carried);
            at += PrefixedLines.LENGTH_BYTES;
            carry.moveTo(body, at, carried);
            in.getBytes(found.start(i), body, at + carried, length);
            at += carried + length;
            carried = 0;
        }
        found.clear();
        sink.lines(body, count, new BitSet());
    }

    /** The message that is carried, with {@code more} bytes of what there is. */
    private void emitOne(ByteBuf in, int more, boolean truncated) {
        int carried = carry.length();
        byte[] body = body(1, carried + more);
        PrefixedLines.putInt(body, PrefixedLines.HEAD_BYTES, carried + more);
        int at = PrefixedLines.HEAD_BYTES + PrefixedLines.LENGTH_BYTES;
        carry.moveTo(body, at, carried);
        in.readBytes(body, at + carried, more);
        BitSet marks = new BitSet();
        marks.set(0, truncated);
        sink.lines(body, 1, marks);
    }

    private static byte[] body(int count, int bytes) {
        byte[] body =
                new byte[PrefixedLines.HEAD_BYTES + count * PrefixedLines.LENGTH_BYTES + bytes];
        PrefixedLines.putInt(body, 0, count);
        return body;
    }
}
