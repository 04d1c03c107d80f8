package io.logdrive.ingest.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that does nothing but take up room, to be thrown away when the disk is so full that the
 * broker cannot even be opened.
 *
 * <p>Confined to the broker keeper's thread.
 */
final class Ballast {
    private static final int WRITE_BYTES = 1 << 20;

    private final Path file;
    private final long bytes;

    /** A ballast of {@code bytes} in {@code file}; none with 0 bytes. Nothing is written yet. */
    Ballast(Path file, long bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    long bytes() {
        return bytes;
    }

    boolean isThere() throws IOException {
        return Files.exists(file) && Files.size(file) == bytes;
    }

    /**
     * Writes the file, in full: a file with holes would hold no room.
     *
     * @throws IOException when there is no room; nothing is left of it then
     */
    void build() throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(WRITE_BYTES);
            for (long left = bytes; left > 0; ) {
                zeros.clear().limit((int) Math.min(left, WRITE_BYTES));
                left -= channel.write(zeros);
            }
            channel.truncate(bytes);
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Throws it away.
     *
     * @return whether it was there
     */
    boolean drop() throws IOException {
        return Files.deleteIfExists(file);
    }
}
