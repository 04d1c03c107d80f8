package io.logdrive.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was attempted and what was acknowledged, in a file that the product does not know of.
 *
 * <p>Thread-safe.
 */
final class OracleNotes {
    private final Path file;

    /** Notes in {@code file}, which is made when the first comes. */
    OracleNotes(Path file) {
        this.file = file;
    }

    /** Before the write: the source's sequences from 0 on may arrive from now on. */
    void attempted(String source, int lines) {
        note("attempted", source, lines);
    }

    /** After the acknowledgement: the source's sequences from 0 on must be stored. */
    void acknowledged(String source, int lines) {
        note("acknowledged", source, lines);
    }

    /** The ids of all lines attempted. */
    Set<String> attempted() {
        return ids("attempted");
    }

    /** The ids of all lines acknowledged. */
    Set<String> acknowledged() {
        return ids("acknowledged");
    }

    private synchronized void note(String what, String source, int lines) {
        try {
            Files.writeString(
                    file,
                    what + "|" + source + "|" + lines + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized Set<String> ids(String what) {
        try {
            Set<String> ids = new HashSet<>();
            for (String note : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                String[] parts = note.split("\\|", -1);
                if (parts[0].equals(what)) {
                    for (int i = 0; i < Integer.parseInt(parts[2]); i++) {
                        ids.add(new OracleLine(parts[1], i, "").id());
                    }
                }
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
