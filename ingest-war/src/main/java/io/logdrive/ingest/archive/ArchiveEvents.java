package io.logdrive.ingest.archive;

import java.nio.file.Path;

/** The archive's log lines. Thread-safe. */
final class ArchiveEvents {
    private static final System.Logger LOGGER = System.getLogger("io.logdrive.ingest.archive");

    private final String name;

    ArchiveEvents(String name) {
        this.name = name;
    }

    /** The file that was being written is shorter than what was committed, or gone. */
    void damaged(Path file, long expected, long found) {
        LOGGER.log(
                System.Logger.Level.ERROR,
                "archive-file-damaged consumer="
                        + name
                        + " file="
                        + file
                        + " committed-bytes="
                        + expected
                        + " found-bytes="
                        + found
                        + " data=what-is-left-is-kept");
    }

    /** Nobody knows how much of it was committed. */
    void kept(Path file) {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "archive-file-kept consumer="
                        + name
                        + " file="
                        + file
                        + " reason=its-position-is-unknown effect=lines-may-come-twice");
    }

    void rotated(Path file, long bytes) {
        LOGGER.log(
                System.Logger.Level.DEBUG,
                "archive-rotated consumer=" + name + " file=" + file + " bytes=" + bytes);
    }

    /** Retention is what the user asked for: said, as the lines are gone. */
    void removed(Path file, long bytes, String reason) {
        LOGGER.log(
                System.Logger.Level.INFO,
                "archive-removed consumer="
                        + name
                        + " file="
                        + file
                        + " bytes="
                        + bytes
                        + " data=gone reason="
                        + reason);
    }

    void upkeepFailed(Exception cause) {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "archive-upkeep-failed consumer=" + name + " data=kept cause=" + cause);
    }
}
