package io.logdrive.ingest.status;

import static java.time.temporal.ChronoUnit.MILLIS;

import io.logdrive.ingest.archive.ArchiveStatus;
import io.logdrive.ingest.archive.FileArchive;
import io.logdrive.ingest.consume.ConsumerStatus;
import io.logdrive.ingest.consume.Consumers;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code GET /ingest/archive}: all archives, of which there is usually one.
 *
 * <p>Immutable.
 */
public record ArchiveAnswer(List<Archive> archives) {
    /**
     * One of them.
     *
     * <p>Immutable.
     *
     * @param name the consumer's name
     * @param state {@code running}, or a word for why it is not: {@code waiting-for-disk}
     * @param reason why it is not running; empty while it is
     * @param depth what waits in its queue
     * @param linesPerSecond over the last ten seconds
     * @param files what is on disk; null before it was opened for the first time
     */
    @JsonbPropertyOrder({"name", "state", "reason", "depth", "linesPerSecond", "files"})
    public record Archive(
            String name,
            String state,
            String reason,
            QueueAnswer.Depth depth,
            double linesPerSecond,
            @Nullable Files files) {}

    /**
     * What is on disk.
     *
     * <p>Immutable.
     *
     * @param directory where the files are
     * @param format {@code json}, {@code csv} or {@code text}
     * @param compression of files that are full
     * @param count files there are
     * @param diskBytes what they take
     * @param openFile the one that is being written; null when there is none
     * @param openBytes how much of it is committed
     * @param waitingForCompression files that are full and not yet compressed
     * @param oldestFile null when there is none
     * @param oldestTime when the oldest was last written to
     * @param lines archived since there is this archive
     * @param rawBytes of these lines
     * @param removedFiles by age or size, since the start
     */
    @JsonbPropertyOrder({
        "directory",
        "format",
        "compression",
        "count",
        "diskBytes",
        "openFile",
        "openBytes",
        "waitingForCompression",
        "oldestFile",
        "oldestTime",
        "lines",
        "rawBytes",
        "removedFiles"
    })
    public record Files(
            String directory,
            String format,
            String compression,
            long count,
            long diskBytes,
            @Nullable String openFile,
            long openBytes,
            int waitingForCompression,
            @Nullable String oldestFile,
            @Nullable String oldestTime,
            long lines,
            long rawBytes,
            long removedFiles) {
        private static @Nullable Files of(@Nullable ArchiveStatus status) {
            Instant oldest = status == null ? null : status.oldestTime();
            return status == null
                    ? null
                    : new Files(
                            status.directory(),
                            status.format(),
                            status.compression(),
                            status.files(),
                            status.diskBytes(),
                            status.openFile(),
                            status.openBytes(),
                            status.waitingForCompression(),
                            status.oldestFile(),
                            oldest == null ? null : oldest.truncatedTo(MILLIS).toString(),
                            status.lines(),
                            status.rawBytes(),
                            status.removedFiles());
        }
    }

    static ArchiveAnswer of(Consumers consumers) {
        List<Archive> archives = new ArrayList<>();
        for (ConsumerStatus status : consumers.statuses()) {
            if (consumers.find(status.name()) instanceof FileArchive archive) {
                archives.add(
                        new Archive(
                                status.name(),
                                status.state(),
                                status.reason(),
                                ConsumerAnswer.depth(status.depth()),
                                status.linesPerSecondOut(),
                                Files.of(archive.status())));
            }
        }
        return new ArchiveAnswer(archives);
    }
}
