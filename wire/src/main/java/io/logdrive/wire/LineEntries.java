package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

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

    private final MsgpackReader reader;
    private final int lineBytesMax;

    /**
     * @param entries as {@link ForwardCodec#decode} outlined them
     * @param lineBytesMax a longer line is cut there
     */
    public LineEntries(EntryRange entries, int lineBytesMax) {
        this.reader = new MsgpackReader(entries.bytes(), entries.offset(), entries.length());
        this.lineBytesMax = lineBytesMax;
    }

    /** Whether there are lines that were not taken. */
    public boolean hasNext() {
        return reader.hasNext();
    }

    /**
     * Takes the next lines.
     *
     * @param linesMax how many at most, 1 or more
     * @param bytesMax with the line that reaches so many bytes a group ends
     * @throws ForwardException when an entry is not a time and {@code {"message": line}}, or a line
     *     contains a newline
     */
    public Lines take(int linesMax, int bytesMax) {
        int start = reader.position();
        int count = 0;
        int bytes = 0;
        while (count < linesMax && bytes < bytesMax && reader.hasNext()) {
            int length = lineHeader();
            reader.moveTo(reader.position() + length);
            bytes += Math.min(length, lineBytesMax) + 1;
            count++;
        }
        reader.moveTo(start);
        return copy(count, bytes);
    }

    private Lines copy(int count, int bytes) {
        byte[] body = new byte[bytes];
        BitSet truncated = new BitSet();
        int at = 0;
        for (int i = 0; i < count; i++) {
            int length = lineHeader();
            int kept = Math.min(length, lineBytesMax);
            System.arraycopy(reader.bytes(), reader.position(), body, at, kept);
            checkOneLine(body, at, at + kept);
            if (kept < length) {
                truncated.set(i);
            }
            at += kept;
            body[at++] = '\n';
            reader.moveTo(reader.position() + length);
        }
        return new Lines(body, count, truncated);
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

    private void checkOneLine(byte[] body, int from, int to) {
        for (int i = from; i < to; i++) {
            if (body[i] == '\n') {
                throw reader.refuse("a line without newline", "one");
            }
        }
    }

    /**
     * Lines as they come over the plain wire.
     *
     * <p>Immutable as long as nobody writes to {@code body}.
     *
     * @param body the lines, each ended by a newline
     * @param count how many
     * @param truncated which of them, from 0, were cut at the limit
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on to a chunk, never compared
    public record Lines(byte[] body, int count, BitSet truncated) {}
}
