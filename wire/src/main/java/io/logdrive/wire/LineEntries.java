package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import org.msgpack.value.ValueType;

/**
 * Gives back the raw lines of entries that were sent with the option {@code lines} ({@code
 * PROTOCOL.md}, "An agent's chunk"), in groups: each line is copied once, to where it stays.
 *
 * <p>Confined to the thread that reads.
 */
public final class LineEntries {
    private static final byte[] KEY = "message".getBytes(US_ASCII);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NEWLINES = 0x0a0a_0a0a_0a0a_0a0aL;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final MsgpackReader reader;
    private final LineMarks marks;
    private final int lineBytesMax;

    /** What comes next: a line's index, a sequence counted from the frame's first, and a run. */
    private int line;

    private int sequence;
    private int run;

    /**
     * Lines of which nothing is known.
     *
     * @param entries as {@link ForwardCodec#decode} outlined them
     * @param lineBytesMax a longer line is cut there
     */
    public LineEntries(EntryRange entries, int lineBytesMax) {
        this(entries, LineMarks.NONE, lineBytesMax);
    }

    /**
     * Lines with what their agent says of them.
     *
     * @param entries as {@link ForwardCodec#decode} outlined them
     * @param marks from the same frame
     * @param lineBytesMax a longer line is cut there
     */
    public LineEntries(EntryRange entries, LineMarks marks, int lineBytesMax) {
        this.reader = new MsgpackReader(entries.bytes(), entries.offset(), entries.length());
        this.marks = marks;
        this.lineBytesMax = lineBytesMax;
    }

    /** Whether there are lines, or sequences without one, that were not taken. */
    public boolean hasNext() {
        return reader.hasNext() || isFiltered();
    }

    /** Whether the next sequence begins a run that has no lines; two never touch. */
    private boolean isFiltered() {
        return run < marks.filtered().runs() && marks.filtered().at(run) == sequence;
    }

    /**
     * Takes the next lines, and the sequences before, between and right behind them that have none.
     *
     * @param linesMax how many at most, 1 or more
     * @param bytesMax with the line that reaches so many bytes a group ends
     * @throws ForwardException when an entry is not a time and {@code {"message": line}}
     */
    public Lines take(int linesMax, int bytesMax) {
        int start = reader.position();
        int first = sequence;
        FilteredRuns.Builder filtered = new FilteredRuns.Builder();
        int count = 0;
        int bytes = 0;
        boolean newline = false;
        takeFiltered(first, filtered);
        while (count < linesMax && bytes < bytesMax && reader.hasNext()) {
            int length = lineHeader();
            int kept = Math.min(length, lineBytesMax);
            newline = newline || hasNewline(reader.position(), kept);
            reader.moveTo(reader.position() + length);
            bytes += kept + 1;
            count++;
            sequence++;
            takeFiltered(first, filtered);
        }
        reader.moveTo(start);
        boolean prefixed = newline || count == 0;
        BitSet truncated = new BitSet();
        byte[] body =
                prefixed
                        ? prefixed(count, bytes - count, truncated)
                        : ended(count, bytes, truncated);
        LineAttributes attributes = count == 0 ? LineAttributes.NONE : marks.attributes();
        return new Lines(
                body, count, prefixed, new LineMarks(truncated, filtered.build(), attributes));
    }

    /** Takes the run that comes next, if one does. */
    private void takeFiltered(int first, FilteredRuns.Builder filtered) {
        if (isFiltered()) {
            int count = marks.filtered().count(run);
            filtered.add(sequence - first, count);
            sequence += count;
            run++;
        }
    }

    private byte[] ended(int count, int bytes, BitSet truncated) {
        byte[] body = new byte[bytes];
        int at = 0;
        for (int i = 0; i < count; i++) {
            at += copy(body, at, lineHeader(), i, truncated);
            body[at++] = '\n';
        }
        return body;
    }

    private byte[] prefixed(int count, int bytes, BitSet truncated) {
        byte[] body =
                new byte[PrefixedLines.HEAD_BYTES + count * PrefixedLines.LENGTH_BYTES + bytes];
        PrefixedLines.putInt(body, 0, count);
        int at = PrefixedLines.HEAD_BYTES;
        for (int i = 0; i < count; i++) {
            int length = lineHeader();
            PrefixedLines.putInt(body, at, Math.min(length, lineBytesMax));
            at += PrefixedLines.LENGTH_BYTES;
            at += copy(body, at, length, i, truncated);
        }
        return body;
    }

    /** Copies the line at the reader's position and says how many bytes of it are kept. */
    private int copy(byte[] body, int at, int length, int index, BitSet truncated) {
        int kept = Math.min(length, lineBytesMax);
        System.arraycopy(reader.bytes(), reader.position(), body, at, kept);
        if (kept < length || marks.truncated().get(line)) {
            truncated.set(index);
        }
        line++;
        reader.moveTo(reader.position() + length);
        return kept;
    }

    /** Steps to the line of the next entry and gives its length. */
    private int lineHeader() {
        reader.arrayHeader("an entry");
        if (EntryTime.enterMetadata(reader)) {
            throw reader.refuse("an entry without metadata, as the option lines says", "some");
        }
        EntryTime.takeMicros(reader);
        reader.expect(ValueType.MAP, "the record of an entry");
        int pairs = reader.mapHeader("the record of an entry");
        int keyLength = pairs == 1 ? reader.textHeader("the key of a line") : -1;
        int keyStart = reader.position();
        if (keyLength != KEY.length
                || !Arrays.equals(
                        reader.bytes(), keyStart, keyStart + keyLength, KEY, 0, keyLength)) {
            throw reader.refuse("a record of the key message alone", pairs + " pairs");
        }
        reader.moveTo(keyStart + keyLength);
        return reader.textHeader("a line");
    }

    private boolean hasNewline(int from, int length) {
        byte[] bytes = reader.bytes();
        int end = from + length;
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long eight = (long) LONG.get(bytes, at) ^ NEWLINES;
            // Only a byte of 0, which was a newline, borrows without having its high bit itself.
            if (((eight - ONES) & ~eight & HIGH_BITS) != 0) {
                return true;
            }
        }
        for (; at < end; at++) {
            if (bytes[at] == '\n') {
                return true;
            }
        }
        return false;
    }

    /**
     * Consecutive lines and sequences without one.
     *
     * <p>Immutable as long as nobody writes to {@code body}.
     *
     * @param body the lines: each ended by a newline, as they come over the plain wire, or as
     *     {@link PrefixedLines} reads them
     * @param count how many lines
     * @param prefixed whether the body is for {@link PrefixedLines}: a line contains a newline, or
     *     there is none at all
     * @param marks what is known of these lines; without lines no attributes
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on to a chunk, never compared
    public record Lines(byte[] body, int count, boolean prefixed, LineMarks marks) {
        /** Which lines, from 0, were cut. */
        public BitSet truncated() {
            return marks.truncated();
        }

        /** How many sequences, with a line or without. */
        public int sequences() {
            return count + marks.filtered().total();
        }
    }
}
