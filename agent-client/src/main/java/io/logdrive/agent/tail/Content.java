package io.logdrive.agent.tail;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one file, wherever they lie. Thread-safe. */
interface Content extends AutoCloseable {
    /**
     * Reads from an offset on.
     *
     * @return how many bytes, 0 at the end
     */
    int read(ByteBuffer into, long offset) throws IOException;

    /** How many bytes there are by now. */
    long size() throws IOException;

    @Override
    void close() throws IOException;

    /** Reads until the buffer is full or the content ends; answers how many bytes. */
    default int readFully(ByteBuffer into, long offset) throws IOException {
        int total = 0;
        while (into.hasRemaining()) {
            int count = read(into, offset + total);
            if (count <= 0) {
                break;
            }
            total += count;
        }
        return total;
    }
}
