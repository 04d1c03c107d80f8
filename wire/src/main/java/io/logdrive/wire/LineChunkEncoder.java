package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * Builds the frame of an agent's chunk around raw lines, in the array that is then sent ({@code
 * PROTOCOL.md}, "An agent's chunk"): the maker of the lines writes each to {@link #lineStart}, and
 * nothing is copied or allocated for it here.
 *
 * <p>Confined to the thread that fills it.
 */
public final class LineChunkEncoder {
    /** Bytes of an entry besides its line: EventTime, the key, and a length of fixed width. */
    public static final int ENTRY_BYTES = 25;

    private static final byte[] HEAD = bytes("\u0093\u00a8logdrive\u00c6\0\0\0\0");
    private static final int LENGTH_AT = HEAD.length - Integer.BYTES;
    private static final byte[] ENTRY =
            bytes("\u0092\u00d7\0\0\0\0\0\0\0\0\0\u0081\u00a7message\u00db");
    private static final int SECONDS_AT = 3;
    private static final byte[] CHUNK = bytes("\u0085\u00a5chunk\u00d9");
    private static final byte[] SIZE = bytes("\u00a4size\u00ce");
    private static final byte[] LINES_TRUE = bytes("\u00a5lines\u00c3");
    private static final byte[] CRC = bytes("\u00a6crc32c\u00ce");
    private static final int NAME_BYTES_MAX = 36 + 1 + 19;

    private final Origin origin;
    private final byte[] origins;
    private final int tailBytes;
    private final byte[] entry = ENTRY.clone();
    private final CRC32C crc = new CRC32C();
    private byte[] target = new byte[0];
    private int at;
    private int lines;

    /**
     * @param origin whose lines they are; {@code peer} is left empty, the receiver knows it better
     */
    public LineChunkEncoder(Origin origin) {
        this.origin = origin;
        this.origins = packed(origin);
        this.tailBytes =
                CHUNK.length
                        + 1
                        + NAME_BYTES_MAX
                        + SIZE.length
                        + LINES_TRUE.length
                        + origins.length
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

    private static byte[] bytes(String latin) {
        return latin.getBytes(ISO_8859_1);
    }

    /** Bytes of a frame besides its entries, at most. */
    public int frameBytes() {
        return HEAD.length + tailBytes;
    }

    /**
     * Begins a frame at the start of {@code frame}.
     *
     * @param epochMicros the time of the entries, which receivers other than ingest go by
     */
    public void begin(byte[] frame, long epochMicros) {
        target = frame;
        lines = 0;
        System.arraycopy(HEAD, 0, frame, 0, HEAD.length);
        at = HEAD.length;
        ByteBuffer.wrap(entry, SECONDS_AT, 2 * Integer.BYTES)
                .putInt((int) (epochMicros / 1_000_000))
                .putInt((int) (epochMicros % 1_000_000) * 1_000);
    }

    /** How many bytes the next line may have; negative when not even an empty one fits. */
    public int room() {
        return target.length - at - ENTRY_BYTES - tailBytes;
    }

    /** Where in the frame the next line's bytes begin. */
    public int lineStart() {
        return at + ENTRY_BYTES;
    }

    /** The line's bytes were written, without newline, up to {@code end}, exclusive. */
    public void lineEnd(int end) {
        int length = end - lineStart();
        System.arraycopy(entry, 0, target, at, entry.length);
        putInt(at + entry.length, length);
        at = end;
        lines++;
    }

    /** Lines so far. */
    public int lines() {
        return lines;
    }

    /**
     * Ends the frame.
     *
     * @param first the sequence of its first line
     * @return the length of the frame in bytes
     */
    public int finish(long first) {
        int length = at - HEAD.length;
        putInt(LENGTH_AT, length);
        crc.reset();
        crc.update(target, HEAD.length, length);
        byte[] name = ChunkName.of(origin.id(), first).getBytes(US_ASCII);
        ByteBuffer tail = ByteBuffer.wrap(target, at, target.length - at);
        tail.put(CHUNK).put((byte) name.length).put(name);
        tail.put(SIZE).putInt(lines);
        tail.put(LINES_TRUE);
        tail.put(origins);
        tail.put(CRC).putInt((int) crc.getValue());
        return tail.position();
    }

    private void putInt(int position, int value) {
        target[position] = (byte) (value >>> 24);
        target[position + 1] = (byte) (value >>> 16);
        target[position + 2] = (byte) (value >>> 8);
        target[position + 3] = (byte) value;
    }
}
