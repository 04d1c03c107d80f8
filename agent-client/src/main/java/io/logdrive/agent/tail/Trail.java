package io.logdrive.agent.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What stands right before a place in a file: tells whether another content goes on from there as
 * the file would.
 *
 * <p>Immutable.
 *
 * @param length how many bytes it is of
 * @param crc their CRC-32C
 */
record Trail(int length, int crc) {
    static final int BYTES_MAX = 256;

    /** Of nothing; every content goes on from there. */
    static final Trail EMPTY = new Trail(0, 0);

    /** Of the bytes before {@code end}, as far as there are any. */
    static Trail of(byte[] bytes, int end) {
        int length = Math.min(end, BYTES_MAX);
        return new Trail(length, crc(bytes, end - length, length));
    }

    /** Whether these bytes stand before that place, too. */
    boolean leadsTo(Content content, long offset) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        content.readFully(bytes, offset - length);
        return !bytes.hasRemaining() && crc(bytes.array(), 0, length) == crc;
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
