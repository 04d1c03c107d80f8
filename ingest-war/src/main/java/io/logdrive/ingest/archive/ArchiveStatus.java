package io.logdrive.ingest.archive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What there is of an archive.
 *
 * <p>Immutable.
 *
 * @param directory where its files are
 * @param format how they hold lines
 * @param compression what becomes of files that are full
 * @param openFile the file that is being written; null when there is none
 * @param openBytes how much was written to it
 * @param files how many files there are, with that one
 * @param diskBytes what they take
 * @param waitingForCompression files that are full and not yet compressed
 * @param oldestFile the oldest of them; null when there is none
 * @param oldestTime when that was last written to
 * @param lines lines archived since there is this archive, also of files removed since
 * @param rawBytes bytes of them before compression
 * @param removedFiles files removed by age or size since the start
 */
public record ArchiveStatus(
        String directory,
        String format,
        String compression,
        @Nullable String openFile,
        long openBytes,
        long files,
        long diskBytes,
        int waitingForCompression,
        @Nullable String oldestFile,
        @Nullable Instant oldestTime,
        long lines,
        long rawBytes,
        long removedFiles) {}
