package io.logdrive.ingest.queue;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One process at a time in a directory; the system releases it when the process ends.
 *
 * <p>Thread-safe.
 */
final class DirectoryLock implements AutoCloseable {
    private final Path file;

    @GuardedBy("this")
    private @Nullable FileChannel channel;

    DirectoryLock(Path file) {
        this.file = file;
    }

    /** False when somebody else has it. */
    synchronized boolean tryLock() throws IOException {
        FileChannel opened =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (opened.tryLock() != null) {
                channel = opened;
                return true;
            }
        } catch (OverlappingFileLockException e) {
            // Somebody else in this very process.
        }
        opened.close();
        return false;
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
