package io.logdrive.ingest.archive;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.logdrive.ingest.consume.Disk;
import io.logdrive.payara.CrashPoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the files that are full: compresses them, removes the oldest, counts all. A thread of
 * its own does so, and the writer waits only when very many files wait to be compressed.
 *
 * <p>Thread-safe.
 */
final class FinishedFiles implements Runnable {
    /** 320 MiB of files of the default size. */
    static final int WAITING_MAX = 64;

    private static final long LOOK_MILLIS = 10_000;
    private static final int BUFFER_BYTES = 64 << 10;

    private final ArchiveConfig config;
    private final Disk disk;
    private final Clock clock;
    private final ArchiveFolder folder;
    private final ArchiveEvents events;

    @GuardedBy("this")
    private boolean wanted = true;

    @GuardedBy("this")
    private boolean closed;

    private volatile boolean ended;
    private volatile Survey survey = new Survey(0, 0, 0, null, null);
    private final AtomicLong removed = new AtomicLong();

    /** What was there at the last look. Immutable. */
    record Survey(
            long files,
            long bytes,
            int waiting,
            @Nullable String oldestFile,
            @Nullable Instant oldestTime) {}

    FinishedFiles(ArchiveConfig config, Disk disk, Clock clock, ArchiveEvents events) {
        this.config = config;
        this.disk = disk;
        this.clock = clock;
        this.events = events;
        this.folder = new ArchiveFolder(config, disk, events);
    }

    Survey survey() {
        return survey;
    }

    /** Files that were removed by age or size. */
    long removed() {
        return removed.get();
    }

    /** Asks for a look at the files, some of which are new. */
    synchronized void look() {
        wanted = true;
        notifyAll();
    }

    /** Waits while very many files wait to be compressed, but not for ever. */
    synchronized void awaitRoom(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (survey.waiting >= WAITING_MAX && !closed) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Ends {@link #run} soon; a compression under way is given up and begun anew another time. */
    synchronized void close() {
        closed = true;
        ended = true;
        notifyAll();
    }

    @Override
    public void run() {
        try {
            while (awaitWork()) {
                try {
                    upkeep();
                } catch (IOException | RuntimeException e) {
                    if (!ended) {
                        events.upkeepFailed(e);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean awaitWork() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
        while (!closed && !wanted) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return true;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        wanted = false;
        return !closed;
    }

    /** One look at the files. */
    void upkeep() throws IOException {
        List<Entry> files = entries();
        publish(files);
        for (Entry each : files) {
            if (isToCompress(each) && !ended) {
                compress(each);
                files = entries();
                publish(files);
            }
        }
        retain(files);
        publish(entries());
    }

    private boolean isToCompress(Entry each) {
        return config.compression() != Compression.NONE
                && !each.name.part()
                && !each.name.compressed();
    }

    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (ArchiveFolder.Found found : folder.files()) {
            if (!found.name().unfinished()) {
                try {
                    entries.add(
                            new Entry(
                                    found.file(),
                                    found.name(),
                                    Files.size(found.file()),
                                    Files.getLastModifiedTime(found.file())));
                } catch (NoSuchFileException e) {
                    // It was given its name at this moment: the next look finds it.
                }
            }
        }
        return entries;
    }

    private void publish(List<Entry> files) {
        long bytes = 0;
        int waiting = 0;
        for (Entry each : files) {
            bytes += each.bytes;
            waiting += isToCompress(each) ? 1 : 0;
        }
        Entry oldest = files.isEmpty() ? null : files.get(0);
        survey =
                new Survey(
                        files.size(),
                        bytes,
                        waiting,
                        oldest == null ? null : String.valueOf(oldest.file.getFileName()),
                        oldest == null ? null : oldest.time.toInstant());
        synchronized (this) {
            notifyAll();
        }
    }

    /** To another name first: a file with its right name is complete, whatever happens. */
    private void compress(Entry raw) throws IOException {
        Path target = config.directory().resolve(raw.name.whole() + config.compression().ending());
        if (!Files.exists(target)) {
            Path unfinished = config.directory().resolve(target.getFileName() + ".tmp");
            disk.delete(unfinished);
            try {
                if (!compress(raw.file, unfinished)) {
                    return;
                }
            } catch (IOException e) {
                // On a full disk what is not complete takes the room that others wait for.
                disk.delete(unfinished);
                throw e;
            }
            Files.setLastModifiedTime(unfinished, raw.time);
            disk.rename(unfinished, target);
            disk.sync(config.directory());
            CrashPoint.ARCHIVE_COMPRESSED.pass();
        }
        disk.delete(raw.file);
    }

    /** False when it was given up. */
    private boolean compress(Path from, Path to) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(from), BUFFER_BYTES);
                Disk.OpenFile file = disk.open(to)) {
            try (OutputStream out = config.compression().into(new DiskStream(file))) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (ended) {
                        return false;
                    }
                    out.write(buffer, 0, read);
                }
            }
            file.force();
            return true;
        }
    }

    /** Removes the oldest, never the one that is being written. */
    private void retain(List<Entry> files) throws IOException {
        long bytes = files.stream().mapToLong(Entry::bytes).sum();
        Instant oldest = clock.instant().minus(config.keepAge());
        for (Entry each : files) {
            boolean aged = !config.keepAge().isZero() && each.time.toInstant().isBefore(oldest);
            boolean tooMany = config.keepBytes() > 0 && bytes > config.keepBytes();
            if (each.name.part() || (!aged && !tooMany)) {
                continue;
            }
            disk.delete(each.file);
            bytes -= each.bytes;
            removed.incrementAndGet();
            events.removed(each.file, each.bytes, aged ? "keep-age" : "keep-bytes");
        }
    }

    /** A file as it was found. Immutable. */
    private record Entry(Path file, ArchiveName name, long bytes, FileTime time) {}

    /** Writes to a file of the disk. Confined to one thread. */
    private static final class DiskStream extends OutputStream {
        private final Disk.OpenFile file;

        DiskStream(Disk.OpenFile file) {
            this.file = file;
        }

        @Override
        public void write(int b) throws IOException {
            file.write(ByteBuffer.wrap(new byte[] {(byte) b}));
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            file.write(ByteBuffer.wrap(bytes, from, count));
        }
    }
}
