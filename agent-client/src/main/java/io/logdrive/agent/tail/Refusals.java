package io.logdrive.agent.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Files that were found not to be others' content, as long as they do not change: archives are not
 * inflated again and again for that.
 *
 * <p>Confined to the thread {@code agent-tail}.
 */
final class Refusals {
    private static final int REFUSED_MAX = 100_000;

    private final Set<Refused> refused = new HashSet<>();

    /** What was looked at, and for whom. Immutable. */
    private record Refused(UUID origin, FileId id, long size, long changedMillis) {}

    /** Whether it was refused as it is now. */
    boolean contains(UUID origin, FileId id, Path path) throws IOException {
        return refused.contains(key(origin, id, path));
    }

    void add(UUID origin, FileId id, Path path) throws IOException {
        if (refused.size() == REFUSED_MAX) {
            refused.clear();
        }
        refused.add(key(origin, id, path));
    }

    private static Refused key(UUID origin, FileId id, Path path) throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return new Refused(origin, id, now.size(), now.lastModifiedTime().toMillis());
    }
}
