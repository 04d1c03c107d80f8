package io.logdrive.ingest.archive;

import io.logdrive.consumer.ConsumerWaitsException;
import io.logdrive.ingest.consume.Disk;
import io.logdrive.payara.CrashPoint;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines to files, one after the other. A file that is full keeps its ending {@code .part}
 * until the commit that says so is durable; only then it gets its name and is handed on.
 *
 * <p>Confined to the consumer's thread, apart from what is asked about it.
 */
final class ArchiveWriter {
    private static final int FLUSH_BYTES = 256 << 10;
    private static final String NO_SPACE = "No space left";

    private final ArchiveConfig config;
    private final Disk disk;
    private final Clock clock;
    private final ArchiveEvents events;
    private final LineFormat format;
    private final LineBytes buffer = new LineBytes();

    /** Full files whose commit is not durable yet. */
    private final List<Path> full = new ArrayList<>();

    private Disk.@Nullable OpenFile open;
    private boolean folderChanged;
    private long begunMillis;

    /** With what is in the buffer. */
    private long openBytes;

    private long openLines;
    private volatile ArchivePosition position = ArchivePosition.NONE;
    private String name = "";
    private long number;
    private long lines;
    private long bytes;

    ArchiveWriter(ArchiveConfig config, Disk disk, Clock clock, ArchiveEvents events) {
        this.config = config;
        this.disk = disk;
        this.clock = clock;
        this.events = events;
        this.format = config.format().create();
    }

    /** Where it was at the last commit. */
    ArchivePosition position() {
        return position;
    }

    /**
     * Goes on at {@code from}, to which the file has been cut back.
     *
     * @param begun when the file that is being written was begun
     */
    void resume(ArchivePosition from, long begun) throws IOException {
        position = from;
        number = from.number();
        lines = from.lines();
        bytes = from.bytes();
        name = from.name();
        openBytes = from.length();
        openLines = openBytes > 0 ? 1 : 0;
        begunMillis = begun;
        if (!name.isEmpty()) {
            open = disk.open(part(name));
        }
    }

    void write(Origin origin, long sequence, LogRecord line)
            throws IOException, ConsumerWaitsException {
        if (open == null) {
            begin();
        }
        int before = buffer.length();
        format.line(buffer, origin, sequence, line);
        int added = buffer.length() - before;
        if (openLines > 0 && openBytes + added > config.rotateBytes()) {
            rotateBefore(before);
        }
        openBytes += added;
        openLines++;
        lines++;
        bytes += added;
        if (buffer.length() >= FLUSH_BYTES) {
            flush(buffer.length());
        }
    }

    /** Whether the file that is being written is so old that a commit would end it. */
    boolean isAged() {
        return openLines > 0 && clock.millis() - begunMillis >= config.rotateAge().toMillis();
    }

    /** Returns once all that was written is on disk. */
    ArchivePosition commit() throws IOException, ConsumerWaitsException {
        flush(buffer.length());
        Disk.OpenFile current = open;
        if (current != null) {
            current.force();
            if (openBytes >= config.rotateBytes() || isAged()) {
                end(current);
            }
        }
        if (folderChanged) {
            disk.sync(config.directory());
            folderChanged = false;
        }
        CrashPoint.ARCHIVE_WRITTEN.pass();
        position = new ArchivePosition(number, openBytes, lines, bytes, name);
        return position;
    }

    /**
     * The last commit is durable: full files get their names.
     *
     * @return these files
     */
    List<Path> committed() throws IOException {
        List<Path> finished = new ArrayList<>(full.size());
        for (Path each : full) {
            Path target = config.directory().resolve(String.valueOf(each.getFileName()));
            disk.rename(part(String.valueOf(each.getFileName())), target);
            CrashPoint.ARCHIVE_RENAMED.pass();
            finished.add(target);
        }
        full.clear();
        return finished;
    }

    void close() throws IOException {
        Disk.OpenFile closing = open;
        open = null;
        buffer.clear();
        full.clear();
        if (closing != null) {
            closing.close();
        }
    }

    private Path part(String file) {
        return config.directory().resolve(file + ArchiveName.PART);
    }

    private void begin() throws IOException {
        number++;
        begunMillis = clock.millis();
        name = ArchiveName.of(config.prefix(), clock.instant(), number, config.format().ending());
        open = disk.open(part(name));
        folderChanged = true;
        openBytes = 0;
        openLines = 0;
        // A line may wait in the buffer that belongs behind the head.
        LineBytes head = new LineBytes();
        format.head(head);
        if (head.length() > 0) {
            open.write(head.first(head.length()));
            openBytes = head.length();
        }
    }

    /** Ends the file before what stands in the buffer from {@code bytesOfIt} on. */
    private void rotateBefore(int bytesOfIt) throws IOException, ConsumerWaitsException {
        flush(bytesOfIt);
        if (open != null) {
            open.force();
            end(open);
        }
        begin();
    }

    private void end(Disk.OpenFile current) throws IOException {
        events.rotated(config.directory().resolve(name), openBytes);
        current.close();
        full.add(config.directory().resolve(name));
        open = null;
        name = "";
        openBytes = 0;
        openLines = 0;
    }

    private void flush(int count) throws IOException, ConsumerWaitsException {
        Disk.OpenFile current = open;
        if (count == 0 || current == null) {
            return;
        }
        checkRoom(count);
        try {
            current.write(buffer.first(count));
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains(NO_SPACE)) {
                throw waits(config, disk.usableBytes(config.directory()));
            }
            throw e;
        }
        buffer.drop(count);
    }

    private void checkRoom(long more) throws IOException, ConsumerWaitsException {
        long usable = disk.usableBytes(config.directory());
        if (usable < config.diskFreeMin() + more) {
            throw waits(config, usable);
        }
    }

    static ConsumerWaitsException waits(ArchiveConfig config, long usable) {
        return new ConsumerWaitsException(
                "waiting-for-disk",
                "disk: expected "
                        + config.diskFreeMin()
                        + " bytes free in "
                        + config.directory()
                        + ", found "
                        + usable
                        + "; make room there, or lower disk-free-min");
    }
}
