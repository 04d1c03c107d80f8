package io.logdrive.ingest.consume;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What is done to files that must survive a crash; a test lets each of it fail. */
public interface Disk {
    /** A file to be written from its end on, which is made when it is not there. */
    OpenFile open(Path file) throws IOException;

    /** Puts {@code from} into the place of {@code to}, at once or not at all. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file that may not be there. */
    void delete(Path file) throws IOException;

    /** Makes what was made, renamed and deleted in a folder survive a power cut. */
    void sync(Path folder) throws IOException;

    /**
     * Bytes that may still be written to the file system of a folder; 0 when it cannot be asked.
     */
    long usableBytes(Path folder) throws IOException;

    /** An open file. Confined to one thread. */
    interface OpenFile extends Closeable {
        /** How long it is. */
        long size() throws IOException;

        /** Writes all of {@code bytes} at its end. */
        void write(ByteBuffer bytes) throws IOException;

        /** Cuts it back. */
        void truncate(long size) throws IOException;

        /** Returns once all is on disk. */
        void force() throws IOException;
    }
}
