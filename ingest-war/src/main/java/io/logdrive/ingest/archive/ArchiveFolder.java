package io.logdrive.ingest.archive;

import io.logdrive.ingest.consume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of an archive: what a crash left of them is put right.
 *
 * <p>Thread-safe.
 */
final class ArchiveFolder {
    private final ArchiveConfig config;
    private final Disk disk;
    private final ArchiveEvents events;

    /** A file and what its name says. Immutable. */
    record Found(Path file, ArchiveName name) {}

    ArchiveFolder(ArchiveConfig config, Disk disk, ArchiveEvents events) {
        this.config = config;
        this.disk = disk;
        this.events = events;
    }

    /** All files of ours, the oldest first. */
    List<Found> files() throws IOException {
        List<Found> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(config.directory())) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                ArchiveName name = ArchiveName.parse(config.prefix(), entry);
                if (name != null) {
                    found.add(new Found(entry, name));
                }
            }
        }
        found.sort(Comparator.comparingLong(each -> each.name().number()));
        return found;
    }

    /**
     * Cuts back what was written behind {@code known}, and gives full files their names.
     *
     * @param known the position of the last commit; null when nobody knows it
     * @return where to go on
     */
    ArchivePosition recover(@Nullable ArchivePosition known) throws IOException {
        Files.createDirectories(config.directory());
        boolean there = false;
        long highest = known == null ? 0 : known.number();
        for (Found found : files()) {
            ArchiveName name = found.name();
            if (name.unfinished()) {
                disk.delete(found.file());
            } else if (name.part() && known == null) {
                events.kept(found.file());
                finish(found);
            } else if (name.part() && known != null && name.whole().equals(known.name())) {
                there = true;
            } else if (name.part() && known != null && name.number() > known.number()) {
                disk.delete(found.file());
                continue;
            } else if (name.part()) {
                finish(found);
            }
            highest = Math.max(highest, name.number());
        }
        disk.sync(config.directory());
        return known == null
                ? new ArchivePosition(highest, 0, 0, 0, "")
                : cutBack(known, there, highest);
    }

    private void finish(Found found) throws IOException {
        disk.rename(found.file(), config.directory().resolve(found.name().whole()));
    }

    private ArchivePosition cutBack(ArchivePosition known, boolean there, long highest)
            throws IOException {
        if (known.name().isEmpty()) {
            return new ArchivePosition(highest, 0, known.lines(), known.bytes(), "");
        }
        Path file = config.directory().resolve(known.name() + ArchiveName.PART);
        if (!there) {
            events.damaged(file, known.length(), 0);
            return new ArchivePosition(highest, 0, known.lines(), known.bytes(), "");
        }
        try (Disk.OpenFile open = disk.open(file)) {
            long size = open.size();
            if (size < known.length()) {
                events.damaged(file, known.length(), size);
            } else if (size > known.length()) {
                open.truncate(known.length());
                open.force();
            }
            return new ArchivePosition(
                    highest,
                    Math.min(size, known.length()),
                    known.lines(),
                    known.bytes(),
                    known.name());
        }
    }
}
