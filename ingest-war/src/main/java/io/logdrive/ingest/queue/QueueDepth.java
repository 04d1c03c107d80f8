package io.logdrive.ingest.queue;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How much is in the queue, in lines, which no broker can tell.
 *
 * <p>Two totals are kept in a memory-mapped file: what was confirmed to be on disk and what was
 * acknowledged. The kernel keeps such a file through {@code kill -9}, so a restart knows the depth
 * without reading the backlog, however long it is. Known weakness: a chunk whose confirmation was
 * under way at the kill, or what a power cut took from the page cache, is missed until the queue
 * runs empty, when {@link #settle} sets both totals equal. No guarantee rests on these figures; the
 * ledger is the audit.
 *
 * <p>Thread-safe.
 */
public final class QueueDepth {
    private static final int TOTAL_BYTES = 3 * Long.BYTES;

    @GuardedBy("this")
    private final MappedByteBuffer file;

    @GuardedBy("this")
    private Volume enqueued;

    @GuardedBy("this")
    private Volume acknowledged;

    private QueueDepth(MappedByteBuffer file) {
        this.file = file;
        this.enqueued = read(file, 0);
        this.acknowledged = read(file, TOTAL_BYTES);
    }

    /** The totals in {@code file}, which is made when it is not there. */
    public static QueueDepth open(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE)) {
                return new QueueDepth(
                        channel.map(FileChannel.MapMode.READ_WRITE, 0, 2L * TOTAL_BYTES));
            }
        } catch (IOException e) {
            throw new QueueUnavailableException("queue depth " + file + ": cannot open", e);
        }
    }

    /** All that was ever confirmed to be on disk. */
    public synchronized Volume enqueued() {
        return enqueued;
    }

    /** All that was ever acknowledged by the destination and removed. */
    public synchronized Volume acknowledged() {
        return acknowledged;
    }

    /** What is in the queue now. */
    public synchronized Volume snapshot() {
        return enqueued.minus(acknowledged);
    }

    synchronized void addEnqueued(Chunk chunk) {
        enqueued = enqueued.plus(Volume.of(chunk));
        write(file, 0, enqueued);
    }

    synchronized void addAcknowledged(Chunk chunk) {
        acknowledged = acknowledged.plus(Volume.of(chunk));
        write(file, TOTAL_BYTES, acknowledged);
    }

    /** Says that the queue was seen empty: both totals become the larger. */
    public synchronized void settle() {
        if (!enqueued.equals(acknowledged)) {
            Volume larger =
                    new Volume(
                            Math.max(enqueued.chunks(), acknowledged.chunks()),
                            Math.max(enqueued.lines(), acknowledged.lines()),
                            Math.max(enqueued.bytes(), acknowledged.bytes()));
            enqueued = larger;
            acknowledged = larger;
            write(file, 0, larger);
            write(file, TOTAL_BYTES, larger);
        }
    }

    private static Volume read(MappedByteBuffer file, int at) {
        return new Volume(
                file.getLong(at), file.getLong(at + Long.BYTES), file.getLong(at + 2 * Long.BYTES));
    }

    private static void write(MappedByteBuffer file, int at, Volume volume) {
        file.putLong(at, volume.chunks());
        file.putLong(at + Long.BYTES, volume.lines());
        file.putLong(at + 2 * Long.BYTES, volume.bytes());
    }
}
