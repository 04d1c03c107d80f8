package io.logdrive.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Inflates gzip (RFC 1952), one member or several one after the other, within a bound; and makes
 * one member. The result of inflating grows with what really comes out; no claimed size is read
 * before that.
 *
 * <p>{@code java.util.zip.GZIPInputStream} is not used because it takes garbage behind a member for
 * the end: a damaged second member would be lost in silence.
 *
 * <p>Confined to the thread that calls it.
 */
final class GzipMembers {
    private static final int FIRST_BYTES = 4_096;
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;

    /** Deflate, without flags, time and name, by an unknown system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int FLAGS_RESERVED = 0xe0;

    private final byte[] bytes;
    private final int end;
    private final int inflatedMax;
    private int position;
    private byte[] inflated;
    private int length;

    private GzipMembers(byte[] bytes, int offset, int length, int inflatedMax) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
        this.inflatedMax = inflatedMax;
        this.inflated = new byte[Math.min(inflatedMax, FIRST_BYTES)];
    }

    /** One member that holds the bytes, deflated as fast as it goes. */
    static byte[] deflate(byte[] bytes, int offset, int length) {
        byte[] member = Arrays.copyOf(HEADER, HEADER_BYTES + length / 4 + FIRST_BYTES);
        int at = HEADER_BYTES;
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(bytes, offset, length);
            deflater.finish();
            while (!deflater.finished()) {
                if (member.length - at < TRAILER_BYTES + 1) {
                    member = Arrays.copyOf(member, 2 * member.length);
                }
                at += deflater.deflate(member, at, member.length - at - TRAILER_BYTES);
            }
        } finally {
            deflater.end();
        }
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        ByteBuffer.wrap(member, at, TRAILER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc.getValue())
                .putInt(length);
        return Arrays.copyOf(member, at + TRAILER_BYTES);
    }

    /**
     * The inflated bytes, as a range whose count is 0.
     *
     * @throws ForwardException when the bytes are not whole gzip members, a checksum differs or the
     *     bound is exceeded
     */
    static EntryRange inflate(byte[] bytes, int offset, int length, int inflatedMax) {
        GzipMembers members = new GzipMembers(bytes, offset, length, inflatedMax);
        Inflater inflater = new Inflater(true);
        try {
            do {
                members.inflateMember(inflater);
            } while (members.position < members.end);
        } catch (DataFormatException e) {
            throw new ForwardException(
                    "gzip entries: expected a deflate stream, found " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
        return new EntryRange(members.inflated, 0, members.length, 0);
    }

    private void inflateMember(Inflater inflater) throws DataFormatException {
        skipHeader();
        int memberStart = length;
        inflater.reset();
        inflater.setInput(bytes, position, end - position);
        while (!inflater.finished()) {
            if (length == inflated.length) {
                grow();
            }
            int step = inflater.inflate(inflated, length, inflated.length - length);
            length += step;
            if (step == 0 && !inflater.finished()) {
                throw broken("more deflated bytes", "the end");
            }
        }
        position = end - inflater.getRemaining();
        checkTrailer(memberStart);
    }

    private void grow() {
        if (length == inflatedMax) {
            throw broken("at most " + inflatedMax + " bytes inflated", "more");
        }
        inflated = Arrays.copyOf(inflated, (int) Math.min(inflatedMax, 2L * inflated.length));
    }

    private void skipHeader() {
        if (end - position < HEADER_BYTES) {
            throw broken("a gzip header", (end - position) + " bytes");
        }
        int flags = bytes[position + 3] & 0xff;
        if (bytes[position] != 0x1f
                || bytes[position + 1] != (byte) 0x8b
                || bytes[position + 2] != 8
                || (flags & FLAGS_RESERVED) != 0) {
            throw broken("a gzip header", "other bytes");
        }
        position += HEADER_BYTES;
        if ((flags & FLAG_EXTRA) != 0) {
            skip(2);
            skip((bytes[position - 2] & 0xff) | ((bytes[position - 1] & 0xff) << 8));
        }
        if ((flags & FLAG_NAME) != 0) {
            skipZeroTerminated();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipZeroTerminated();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            skip(2);
        }
    }

    private void skipZeroTerminated() {
        do {
            skip(1);
        } while (bytes[position - 1] != 0);
    }

    private void skip(int count) {
        if (end - position < count) {
            throw broken("a gzip header", "the end");
        }
        position += count;
    }

    private void checkTrailer(int memberStart) {
        if (end - position < TRAILER_BYTES) {
            throw broken("a gzip trailer", "the end");
        }
        CRC32 crc = new CRC32();
        crc.update(inflated, memberStart, length - memberStart);
        if ((int) crc.getValue() != littleEndian(position)) {
            throw broken("the checksum of the gzip trailer", "another");
        }
        if (length - memberStart != littleEndian(position + 4)) {
            throw broken("the length of the gzip trailer", "another");
        }
        position += TRAILER_BYTES;
    }

    private int littleEndian(int at) {
        return (bytes[at] & 0xff)
                | ((bytes[at + 1] & 0xff) << 8)
                | ((bytes[at + 2] & 0xff) << 16)
                | ((bytes[at + 3] & 0xff) << 24);
    }

    private static ForwardException broken(String expected, String found) {
        return new ForwardException("gzip entries: expected " + expected + ", found " + found);
    }
}
