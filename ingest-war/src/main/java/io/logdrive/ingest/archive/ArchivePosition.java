package io.logdrive.ingest.archive;

import org.jspecify.annotations.Nullable;

/**
 * Where the archive ends: what the journal keeps.
 *
 * <p>Immutable.
 *
 * @param number the number of the last file that was begun
 * @param length bytes of the file that is being written
 * @param lines lines in all files there ever were
 * @param bytes bytes of these lines, before a compression
 * @param name the file that is being written, without {@code .part}; empty when there is none
 */
record ArchivePosition(long number, long length, long lines, long bytes, String name) {
    static final ArchivePosition NONE = new ArchivePosition(0, 0, 0, 0, "");

    private static final String NO_NAME = "-";
    private static final int PARTS = 5;

    String text() {
        return number
                + " "
                + length
                + " "
                + lines
                + " "
                + bytes
                + " "
                + (name.isEmpty() ? NO_NAME : name);
    }

    /** What {@link #text} gave, or null when it is something else. */
    static @Nullable ArchivePosition parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != PARTS) {
            return null;
        }
        try {
            return new ArchivePosition(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    parts[4].equals(NO_NAME) ? "" : parts[4]);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
