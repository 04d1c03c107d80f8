package io.logdrive.ingest.queue;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

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

    /** At a million lines of 1 KiB each second this takes centuries. */
    private static final long TOTAL_MAX = 1L << 60;

    @GuardedBy("this")
    private final MappedByteBuffer file;

    @GuardedBy("this")
    private Volume enqueued;

    @GuardedBy("this")
    private Volume acknowledged;

    @GuardedBy("this")
    private long enqueuedHere;

    @GuardedBy("this")
    private long acknowledgedHere;

    private final boolean damaged;

    /** Depths of the other consumers' queues: what is enqueued comes to each of them. */
    private volatile List<QueueDepth> others = List.of();

    private QueueDepth(MappedByteBuffer file, boolean damaged) {
        this.file = file;
        this.damaged = damaged;
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
            boolean damaged = setAsideWhenDamaged(file);
            try (FileChannel channel = open(file, StandardOpenOption.CREATE)) {
                if (channel.size() == 0) {
                    // A hole in the file would kill the process when its page is first written to
                    // on a full disk.
                    channel.write(ByteBuffer.allocate(2 * TOTAL_BYTES), 0);
                    channel.force(true);
                }
                return new QueueDepth(
                        channel.map(FileChannel.MapMode.READ_WRITE, 0, 2L * TOTAL_BYTES), damaged);
            }
        } catch (IOException e) {
            throw new QueueUnavailableException("queue depth " + file + ": cannot open", e);
        }
    }

    private static boolean setAsideWhenDamaged(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = open(file, StandardOpenOption.READ)) {
            if (!isDamaged(channel)) {
                return false;
            }
        }
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private static FileChannel open(Path file, StandardOpenOption option) throws IOException {
        return FileChannel.open(file, option, StandardOpenOption.READ, StandardOpenOption.WRITE);
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

    /** Lines that were enqueued since this process started; never corrected. */
    public synchronized long enqueuedHere() {
        return enqueuedHere;
    }

    /** Lines that were acknowledged since this process started; never corrected. */
    public synchronized long acknowledgedHere() {
        return acknowledgedHere;
    }

    /** Says which other queues get what this one gets. */
    public void enqueuesAlsoTo(List<QueueDepth> depths) {
        others = List.copyOf(depths);
    }

    void addEnqueued(Chunk chunk) {
        addEnqueuedHere(chunk);
        for (QueueDepth other : others) {
            other.addEnqueuedHere(chunk);
        }
    }

    private synchronized void addEnqueuedHere(Chunk chunk) {
        enqueuedHere += chunk.lines();
        enqueued = enqueued.plus(Volume.of(chunk));
        write(file, 0, enqueued);
    }

    synchronized void addAcknowledged(Chunk chunk) {
        acknowledgedHere += chunk.lines();
        acknowledged = acknowledged.plus(Volume.of(chunk));
        write(file, TOTAL_BYTES, acknowledged);
    }

    /**
     * Says that the queue was seen empty: both totals become the larger.
     *
     * @return what was enqueued and never acknowledged: lost by the broker, or counted and not
     *     acknowledged at a crash
     */
    public synchronized Volume settle() {
        Volume missing = enqueued.minus(acknowledged);
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
        return missing;
    }

    /** Whether the file was there and made no sense; it was set aside, and counting began anew. */
    public boolean wasDamaged() {
        return damaged;
    }

    /** Totals that nobody can have counted. */
    private static boolean isDamaged(FileChannel channel) throws IOException {
        if (channel.size() == 0) {
            return false;
        }
        if (channel.size() != 2L * TOTAL_BYTES) {
            return true;
        }
        ByteBuffer bytes = ByteBuffer.allocate(2 * TOTAL_BYTES);
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes, bytes.position());
        }
        for (int at = 0; at < 2 * TOTAL_BYTES; at += Long.BYTES) {
            if (bytes.getLong(at) < 0 || bytes.getLong(at) > TOTAL_MAX) {
                return true;
            }
        }
        return false;
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
