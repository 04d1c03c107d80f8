package io.logdrive.ingest.archive;

import io.logdrive.consumer.CommitStep;
import io.logdrive.consumer.ConsumerContext;
import io.logdrive.consumer.ConsumerSettings;
import io.logdrive.consumer.ConsumerWaitsException;
import io.logdrive.consumer.RecordConsumer;
import io.logdrive.ingest.consume.Disk;
import io.logdrive.ingest.consume.RealDisk;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The consumer {@code archive}: writes all records to files of its own.
 *
 * <p>Confined to the consumer's thread, apart from {@link #status}.
 */
public final class FileArchive implements RecordConsumer {
    private static final long ROOM_MILLIS_MAX = 5_000;
    private static final int SPARE_PART = 8;

    /** Folders with prefixes that are written to: two archives would take each other's files. */
    private static final Set<String> TAKEN = ConcurrentHashMap.newKeySet();

    private final Disk disk;
    private final Clock clock;
    private @Nullable ArchiveConfig config;
    private volatile @Nullable ArchiveWriter writer;
    private volatile @Nullable FinishedFiles finished;
    private @Nullable Thread upkeep;
    private @Nullable String taken;

    /** For the service loader. */
    public FileArchive() {
        this(new RealDisk(), Clock.systemUTC());
    }

    FileArchive(Disk disk, Clock clock) {
        this.disk = disk;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "archive";
    }

    @Override
    public void configure(ConsumerSettings settings) {
        config = ArchiveConfig.read(settings);
    }

    @Override
    public void open(ConsumerContext context) throws IOException, ConsumerWaitsException {
        ArchiveConfig configured = Objects.requireNonNull(config);
        ArchiveEvents events = new ArchiveEvents(context.name());
        Files.createDirectories(configured.directory());
        take(configured);
        checkRoom(configured);
        ArchiveFolder folder = new ArchiveFolder(configured, disk, events);
        ArchivePosition known = folder.recover(ArchivePosition.parse(context.position()));
        ArchiveWriter opened = new ArchiveWriter(configured, disk, clock, events);
        opened.resume(
                known, ArchiveName.begunMillis(configured.prefix(), known.name(), clock.millis()));
        writer = opened;
        FinishedFiles files = new FinishedFiles(configured, disk, clock, events);
        finished = files;
        upkeep = context.threads().newThread(files);
        upkeep.start();
    }

    @Override
    public void accept(Origin origin, long sequence, LogRecord line)
            throws IOException, ConsumerWaitsException {
        Objects.requireNonNull(writer).write(origin, sequence, line);
    }

    @Override
    public String commit(CommitStep step) throws IOException, ConsumerWaitsException {
        return Objects.requireNonNull(writer).commit().text();
    }

    @Override
    public void committed() throws IOException, InterruptedException {
        List<Path> full = Objects.requireNonNull(writer).committed();
        FinishedFiles files = Objects.requireNonNull(finished);
        if (!full.isEmpty()) {
            files.look();
            files.awaitRoom(ROOM_MILLIS_MAX);
        }
    }

    @Override
    public boolean isDue() {
        ArchiveWriter open = writer;
        return open != null && open.isAged();
    }

    @Override
    public void close() {
        if (taken != null) {
            TAKEN.remove(taken);
            taken = null;
        }
        FinishedFiles files = finished;
        if (files != null) {
            files.close();
        }
        ArchiveWriter open = writer;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new IllegalStateException("archive: cannot close: " + e, e);
            } finally {
                joinUpkeep();
            }
        }
    }

    /** What there is, for any thread; null before it was opened. */
    public @Nullable ArchiveStatus status() {
        ArchiveWriter open = writer;
        FinishedFiles files = finished;
        ArchiveConfig configured = config;
        if (open == null || files == null || configured == null) {
            return null;
        }
        ArchivePosition position = open.position();
        FinishedFiles.Survey survey = files.survey();
        return new ArchiveStatus(
                configured.directory().toString(),
                configured.format().word(),
                configured.compression().word(),
                position.name().isEmpty() ? null : position.name() + ArchiveName.PART,
                position.length(),
                survey.files(),
                survey.bytes(),
                survey.waiting(),
                survey.oldestFile(),
                survey.oldestTime(),
                position.lines(),
                position.bytes(),
                files.removed());
    }

    private void take(ArchiveConfig configured) throws IOException {
        String place = configured.directory().toRealPath().resolve(configured.prefix()).toString();
        if (!TAKEN.add(place)) {
            throw new IOException(
                    "archive "
                            + configured.directory()
                            + ": expected no other archive with the prefix "
                            + configured.prefix()
                            + " there, found one");
        }
        taken = place;
    }

    /** More than it stops at, or it would stop again at once. */
    private void checkRoom(ArchiveConfig configured) throws IOException, ConsumerWaitsException {
        long usable = disk.usableBytes(configured.directory());
        if (usable < configured.diskFreeMin() + configured.diskFreeMin() / SPARE_PART) {
            throw ArchiveWriter.waits(configured, usable);
        }
    }

    private void joinUpkeep() {
        Thread thread = upkeep;
        upkeep = null;
        if (thread != null) {
            try {
                thread.join(ROOM_MILLIS_MAX);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
