package io.logdrive.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * The ids of the messages in lines of NDJSON, which begin with them.
 *
 * <p>Confined to the thread that reads.
 */
final class ExportedIds {
    private static final byte[] BEGINNING = "{\"id\":".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 256 << 10;

    private final BitSet ids = new BitSet();
    private long rows;
    private long lastId = -1;
    private boolean ended;

    /** Reads to the end of the file, or until there are {@code most} rows. */
    void read(InputStream in, long most) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int column = 0;
        long id = -1;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            for (int i = 0; i < count; i++) {
                byte b = buffer[i];
                if (b == '\n') {
                    line(id);
                    if (rows >= most) {
                        return;
                    }
                    column = 0;
                    id = -1;
                } else if (column < BEGINNING.length) {
                    column = b == BEGINNING[column] ? column + 1 : Integer.MAX_VALUE;
                } else if (column == BEGINNING.length) {
                    boolean digit = b >= '0' && b <= '9';
                    id = digit ? Math.max(id, 0) * 10 + b - '0' : id;
                    column += digit ? 0 : 1;
                }
            }
        }
    }

    private void line(long id) {
        if (id < 0) {
            ended = true;
            return;
        }
        rows++;
        lastId = id;
        ids.set(Math.toIntExact(id));
    }

    long rows() {
        return rows;
    }

    /** Of the last whole line. */
    long lastId() {
        return lastId;
    }

    /** Whether the line was there that says that nothing was cut. */
    boolean ended() {
        return ended;
    }

    long distinct() {
        return ids.cardinality();
    }

    boolean sameAs(ExportedIds other) {
        return ids.equals(other.ids);
    }
}
