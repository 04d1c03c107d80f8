package io.logdrive.agent.tail;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks beside a file for what became of its content when its path no longer leads to it: renamed,
 * copied before it was truncated, or compressed, as logrotate and the loggers' own policies do.
 *
 * <p>Thread-safe.
 */
final class Siblings {
    private static final String GZIP = ".gz";

    /** What rotations put behind a name. */
    private static final Pattern ROTATED = Pattern.compile("(?:[.-]\\d[\\d-]*)?(?:\\.gz)?$");

    private Siblings() {}

    /**
     * Where a file's content was found; open.
     *
     * <p>Immutable.
     */
    record Found(Path path, FileId id, Content content) {}

    /**
     * Finds a file's content under another name.
     *
     * @param taken files that are known to be others
     * @param refusals of this mark of the file
     * @return null when there is none that begins alike and is at least as long as was read
     */
    static @Nullable Found find(FileMark file, Predicate<FileId> taken, Refusals refusals) {
        List<Path> related = related(file.path());
        for (Path path : related) {
            Found renamed = renamed(path, file);
            if (renamed != null) {
                return renamed;
            }
        }
        for (Path path : related) {
            boolean own = path.equals(file.path()) && !isCompressed(path);
            Found copy = own ? null : copy(path, file, taken, refusals);
            if (copy != null) {
                return copy;
            }
        }
        return null;
    }

    /** Whether that name is what a rotation makes of the other. */
    static boolean isRelated(Path path, Path other) {
        return Name.of(path).isRelatedTo(Name.of(other));
    }

    /**
     * What of a path says whose copy it may be.
     *
     * <p>Immutable.
     *
     * @param folder it lies in
     * @param name its last part
     * @param stem what of the name rotations keep
     */
    record Name(@Nullable Path folder, String name, String stem) {
        static Name of(Path path) {
            String name = Siblings.name(path);
            String stem = ROTATED.matcher(name).replaceFirst("");
            int dot = stem.lastIndexOf('.');
            // app-2026-11-22.log is of app.log; what begins so, begins with the rest, too.
            return new Name(path.getParent(), name, dot > 0 ? stem.substring(0, dot) : stem);
        }

        /** Whether it is what a rotation makes of the other. */
        boolean isRelatedTo(Name other) {
            return name.startsWith(other.stem) && Objects.equals(folder, other.folder);
        }

        /** Whether a rotation may have put something behind the whole of the other. */
        boolean isRotationOf(Name other) {
            return isNamedAfter(other) && name.length() > other.name.length();
        }

        /** Whether it begins with the whole of the other. */
        boolean isNamedAfter(Name other) {
            return name.startsWith(other.name);
        }
    }

    private static boolean isCompressed(Path path) {
        return name(path).endsWith(GZIP);
    }

    /** Copies that were made before the file was read as far as it is: nothing is left in them. */
    static List<FileMark> spent(FileMark file) {
        List<FileMark> spent = new ArrayList<>();
        for (Path path : related(file.path())) {
            FileMark copy =
                    path.equals(file.path()) || isCompressed(path) ? null : spent(path, file);
            if (copy != null) {
                spent.add(copy);
            }
        }
        return spent;
    }

    private static @Nullable FileMark spent(Path path, FileMark file) {
        try (PlainContent content = PlainContent.open(path)) {
            long size = content.size();
            boolean same =
                    size > 0
                            && size <= file.mark().offset()
                            && file.fingerprint().length() > 0
                            && file.fingerprint().matches(content);
            return same
                    ? new FileMark(
                            UUID.randomUUID(),
                            FileId.of(path),
                            path,
                            file.fingerprint(),
                            Mark.start(size),
                            List.of())
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static List<Path> related(Path path) {
        List<Path> related = new ArrayList<>(beside(path));
        if (Files.isSymbolicLink(path)) {
            // What it leads to is rotated where that lies, as Kubernetes does with containers'
            // logs.
            try {
                related.addAll(beside(path.toRealPath()));
            } catch (IOException e) {
                return related;
            }
        }
        return related;
    }

    private static List<Path> beside(Path path) {
        List<Path> related = new ArrayList<>();
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            return related;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (isRelated(entry, path) && Files.isRegularFile(entry)) {
                    related.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // The folder is gone, and what was in it.
            return related;
        }
        return related;
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    private static @Nullable Found renamed(Path path, FileMark file) {
        try {
            FileId id = FileId.of(path);
            return id.equals(file.id())
                    ? sameContent(path, id, PlainContent.open(path), file)
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Found copy(
            Path path, FileMark file, Predicate<FileId> taken, Refusals refusals) {
        try {
            FileId id = FileId.of(path);
            if (taken.test(id)
                    || file.fingerprint().length() == 0
                    || refusals.contains(file.origin(), id, path)) {
                return null;
            }
            Found found = null;
            if (!isCompressed(path)) {
                found = sameContent(path, id, PlainContent.open(path), file);
            } else if (GzipContent.begins(path, file.fingerprint())) {
                found = sameContent(path, id, GzipContent.open(path), file);
            }
            if (found == null) {
                refusals.add(file.origin(), id, path);
            }
            return found;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Found sameContent(Path path, FileId id, Content content, FileMark file)
            throws IOException {
        boolean same = false;
        try {
            same = file.isOf(content);
            return same ? new Found(path, id, content) : null;
        } finally {
            if (!same) {
                content.close();
            }
        }
    }
}
