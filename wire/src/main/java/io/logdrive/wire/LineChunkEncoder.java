package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * Builds the frame of an agent's chunk around raw lines, in the array that is then sent ({@code
 * PROTOCOL.md}, "An agent's chunk"): the maker of the lines writes each to {@link #lineStart}, and
 * nothing is copied or allocated for it here.
 *
 * <p>Who asks {@link #room} before each line may mark that line {@link #truncated} and say what is
 * {@link #filtered} behind it: the marks have their room already.
 *
 * <p>Confined to the thread that fills it.
 */
public final class LineChunkEncoder {
    /** Bytes of an entry besides its line: EventTime, the key, and a length of fixed width. */
    public static final int ENTRY_BYTES = 25;

    /** Bytes that ingest takes in a frame, as they come and inflated. */
    public static final int FRAME_BYTES_MAX = 8 << 20;

    /** Lines that ingest takes in a frame. */
    public static final int LINES_MAX = 50_000;

    private static final byte[] HEAD = bytes("\u0093\u00a8logdrive\u00c6\0\0\0\0");
    private static final int LENGTH_AT = HEAD.length - Integer.BYTES;
    private static final byte[] ENTRY =
            bytes("\u0092\u00d7\0\0\0\0\0\0\0\0\0\u0081\u00a7message\u00db");
    private static final int SECONDS_AT = 3;
    private static final byte[] CHUNK = bytes("\u00a5chunk\u00d9");
    private static final byte[] SIZE = bytes("\u00a4size\u00ce");
    private static final byte[] LINES_TRUE = bytes("\u00a5lines\u00c3");
    private static final byte[] GZIP = bytes("\u00aacompressed\u00a4gzip");
    private static final byte[] TRUNCATED = bytes("\u00a9truncated\u00dd");
    private static final byte[] FILTERED = bytes("\u00a8filtered\u00dd");
    private static final byte[] ATTRIBUTES = bytes("\u00aaattributes");
    private static final byte[] CRC = bytes("\u00a6crc32c\u00ce");
    private static final int NAME_BYTES_MAX = 36 + 1 + 19;

    /** Options that every frame has: chunk, size, lines, origins, crc32c. */
    private static final int OPTIONS = 5;

    private static final int MAP = 0x80;
    private static final byte ARRAY_OF_2 = (byte) 0x92;

    /** An integer in its longest form here. */
    private static final int NUMBER_BYTES = 5;

    private static final int RUN_BYTES = 1 + 2 * NUMBER_BYTES;

    /** Keys of the marks, the headers of their arrays, and one mark of each kind. */
    private static final int MARKS_BYTES_MIN =
            TRUNCATED.length
                    + Integer.BYTES
                    + NUMBER_BYTES
                    + FILTERED.length
                    + Integer.BYTES
                    + RUN_BYTES;

    private final Origin origin;
    private final byte[] origins;
    private final byte[] attributes;
    private final int tailBytes;
    private final byte[] entry = ENTRY.clone();
    private final CRC32C crc = new CRC32C();
    private byte[] target = new byte[0];
    private int at;
    private int lines;

    /** The indices of the truncated lines, so many. */
    private int[] truncated = new int[8];

    private int truncatedCount;
    private final FilteredRuns.Builder filtered = new FilteredRuns.Builder();

    /**
     * @param origin whose lines they are; {@code peer} is left empty, the receiver knows it better
     */
    public LineChunkEncoder(Origin origin) {
        this(origin, LineAttributes.NONE);
    }

    /**
     * @param origin whose lines they are; {@code peer} is left empty, the receiver knows it better
     * @param attributes what is known of all of them
     */
    public LineChunkEncoder(Origin origin, LineAttributes attributes) {
        this.origin = origin;
        this.origins = packed(origin);
        this.attributes = attributes.isEmpty() ? new byte[0] : packed(attributes);
        this.tailBytes =
                1
                        + CHUNK.length
                        + 1
                        + NAME_BYTES_MAX
                        + SIZE.length
                        + LINES_TRUE.length
                        + origins.length
                        + this.attributes.length
                        + CRC.length
                        + 2 * Integer.BYTES;
    }

    private static byte[] packed(Origin origin) {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packString("origins").packArrayHeader(1);
            ForwardOptions.pack(packer, origin);
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] packed(LineAttributes attributes) {
        byte[] map = attributes.encoded();
        return ByteBuffer.allocate(ATTRIBUTES.length + map.length).put(ATTRIBUTES).put(map).array();
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(ISO_8859_1);
    }

    /** Bytes of a frame besides its entries, at most, when a line of it has each mark. */
    public int frameBytes() {
        return HEAD.length + tailBytes + MARKS_BYTES_MIN;
    }

    /**
     * Begins a frame at the start of {@code frame}.
     *
     * @param epochMicros the time of the entries, which receivers other than ingest go by
     */
    public void begin(byte[] frame, long epochMicros) {
        target = frame;
        lines = 0;
        truncatedCount = 0;
        filtered.clear();
        System.arraycopy(HEAD, 0, frame, 0, HEAD.length);
        at = HEAD.length;
        ByteBuffer.wrap(entry, SECONDS_AT, 2 * Integer.BYTES)
                .putInt((int) (epochMicros / 1_000_000))
                .putInt((int) (epochMicros % 1_000_000) * 1_000);
    }

    /**
     * How many bytes the next line may have; negative when not even an empty one fits, be it for
     * its bytes, its marks, or because a frame has no more lines or sequences.
     */
    public int room() {
        if (lines >= LINES_MAX || sequences() >= LineMarks.SEQUENCES_MAX) {
            return -1;
        }
        return target.length
                - at
                - ENTRY_BYTES
                - tailBytes
                - MARKS_BYTES_MIN
                - truncatedCount * NUMBER_BYTES
                - filtered.runs() * RUN_BYTES;
    }

    /** Where in the frame the next line's bytes begin. */
    public int lineStart() {
        return at + ENTRY_BYTES;
    }

    /**
     * The line's bytes were written up to {@code end}, exclusive. A newline among them is part of
     * the line; one that only ends it is to be left out.
     */
    public void lineEnd(int end) {
        int length = end - lineStart();
        System.arraycopy(entry, 0, target, at, entry.length);
        putInt(at + entry.length, length);
        at = end;
        lines++;
    }

    /**
     * The line that was ended last had been cut.
     *
     * @throws IllegalStateException when there is none
     */
    public void truncated() {
        if (lines == 0) {
            throw new IllegalStateException("truncated: expected a line before it, found none");
        }
        int index = lines - 1;
        if (truncatedCount > 0 && truncated[truncatedCount - 1] == index) {
            return;
        }
        if (truncatedCount == truncated.length) {
            truncated = Arrays.copyOf(truncated, 2 * truncatedCount);
        }
        truncated[truncatedCount++] = index;
    }

    /**
     * The next sequences have no line: a rule dropped them.
     *
     * @param count how many, 1 or more
     * @throws IllegalArgumentException when a frame cannot have so many
     */
    public void filtered(int count) {
        int most = LineMarks.SEQUENCES_MAX - sequences();
        if (count < 1 || count > most) {
            throw new IllegalArgumentException(
                    "filtered: expected 1.." + most + " sequences, found " + count);
        }
        filtered.add(sequences(), count);
    }

    /** Lines so far. */
    public int lines() {
        return lines;
    }

    /** Sequences so far: lines, and what was filtered. */
    public int sequences() {
        return lines + filtered.total();
    }

    /**
     * Ends the frame.
     *
     * @param first the sequence of its first line, or of what was filtered before that
     * @return the length of the frame in bytes
     */
    public int finish(long first) {
        int length = at - HEAD.length;
        putInt(LENGTH_AT, length);
        ByteBuffer tail = ByteBuffer.wrap(target, at, target.length - at);
        putOptions(tail, first, false);
        return tail.position();
    }

    /**
     * Ends the frame, with its entries compressed.
     *
     * @param first as for {@link #finish}
     * @return the frame, in an array of its own
     */
    public byte[] finishGzip(long first) {
        byte[] zipped = GzipMembers.deflate(target, HEAD.length, at - HEAD.length);
        int most =
                frameBytes()
                        + GZIP.length
                        + truncatedCount * NUMBER_BYTES
                        + filtered.runs() * RUN_BYTES
                        + zipped.length;
        ByteBuffer frame = ByteBuffer.allocate(most);
        frame.put(HEAD, 0, LENGTH_AT).putInt(zipped.length).put(zipped);
        putOptions(frame, first, true);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private void putOptions(ByteBuffer to, long first, boolean gzip) {
        crc.reset();
        crc.update(target, HEAD.length, at - HEAD.length);
        FilteredRuns runs = filtered.build();
        int options =
                OPTIONS
                        + (gzip ? 1 : 0)
                        + (truncatedCount > 0 ? 1 : 0)
                        + (runs.isEmpty() ? 0 : 1)
                        + (attributes.length > 0 ? 1 : 0);
        byte[] name = ChunkName.of(origin.id(), first).getBytes(US_ASCII);
        to.put((byte) (MAP | options));
        to.put(CHUNK).put((byte) name.length).put(name);
        to.put(SIZE).putInt(lines);
        if (gzip) {
            to.put(GZIP);
        }
        to.put(LINES_TRUE);
        to.put(origins);
        if (truncatedCount > 0) {
            to.put(TRUNCATED).putInt(truncatedCount);
            for (int i = 0; i < truncatedCount; i++) {
                putNumber(to, truncated[i]);
            }
        }
        if (!runs.isEmpty()) {
            to.put(FILTERED).putInt(runs.runs());
            for (int run = 0; run < runs.runs(); run++) {
                to.put(ARRAY_OF_2);
                putNumber(to, runs.at(run));
                putNumber(to, runs.count(run));
            }
        }
        to.put(attributes);
        to.put(CRC).putInt((int) crc.getValue());
    }

    /** The shortest form. */
    private static void putNumber(ByteBuffer to, int value) {
        if (value < 1 << 7) {
            to.put((byte) value);
        } else if (value < 1 << 16) {
            to.put((byte) 0xcd).putShort((short) value);
        } else {
            to.put((byte) 0xce).putInt(value);
        }
    }

    private void putInt(int position, int value) {
        target[position] = (byte) (value >>> 24);
        target[position + 1] = (byte) (value >>> 16);
        target[position + 2] = (byte) (value >>> 8);
        target[position + 3] = (byte) value;
    }
}
