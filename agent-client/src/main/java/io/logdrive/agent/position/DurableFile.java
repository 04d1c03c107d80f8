package io.logdrive.agent.position;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is replaced as a whole and durably, by one process at a time.
 *
 * <p>Confined to the thread that holds its owner's lock.
 */
public final class DurableFile implements AutoCloseable {
    private final Path file;
    private final Path temporary;
    private final Path directory;
    private final FileChannel lockChannel;

    /**
     * @throws IOException when the file's place cannot be used, or another process uses it
     */
    public DurableFile(Path file) throws IOException {
        this.file = file;
        this.temporary = Path.of(file + ".tmp");
        Path parent = file.toAbsolutePath().getParent();
        this.directory = parent == null ? file.toAbsolutePath() : parent;
        // A lock of its own: the file itself is another one after each replacement.
        this.lockChannel =
                FileChannel.open(
                        Path.of(file + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (!locked()) {
            lockChannel.close();
            throw new IOException("another agent uses it");
        }
    }

    private boolean locked() throws IOException {
        try {
            FileLock lock = lockChannel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Its text, or null when there is no such file. */
    public @Nullable String read() throws IOException {
        return Files.exists(file) ? new String(Files.readAllBytes(file), UTF_8) : null;
    }

    /** Returns when the new text, and nothing of the old one, would survive a loss of power. */
    public void replace(String text) throws IOException {
        try (FileChannel out =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lockChannel.close();
    }
}
