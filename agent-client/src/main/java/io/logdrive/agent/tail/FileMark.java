package io.logdrive.agent.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far one file is acknowledged, and by what it is known again.
 *
 * @param origin the id of its events' origin
 * @param id by which the file system knew it
 * @param path where it was
 * @param wantedPath where a pattern wanted it last: what was rotated may lie where none looks
 * @param fingerprint what it begins with
 * @param mark all before it is acknowledged
 * @param ends where events end behind the mark though the file does not say so, ascending
 * @param cut by which settings its events were cut last; null: no agent said
 *     <p>Immutable.
 */
record FileMark(
        UUID origin,
        FileId id,
        Path path,
        Path wantedPath,
        Fingerprint fingerprint,
        Mark mark,
        List<Long> ends,
        @Nullable CutText cut) {
    /** Of a file that lies where a pattern wants it, and of which nothing was sent. */
    @SuppressWarnings("checkstyle:ParameterNumber")
    FileMark(
            UUID origin,
            FileId id,
            Path path,
            Fingerprint fingerprint,
            Mark mark,
            List<Long> ends) {
        this(origin, id, path, path, fingerprint, mark, ends, null);
    }

    /** The same file under another name that a pattern wants. */
    FileMark at(FileId newId, Path newPath) {
        return new FileMark(origin, newId, newPath, newPath, fingerprint, mark, ends, cut);
    }

    /** The same file, rotated to where no pattern needs to look. */
    FileMark movedTo(FileId newId, Path newPath) {
        return new FileMark(origin, newId, newPath, wantedPath, fingerprint, mark, ends, cut);
    }

    /** Whether that content is the file's, as far as it is read. */
    boolean isOf(Content content) throws IOException {
        return fingerprint.matches(content) && mark.isIn(content);
    }
}
