package io.logdrive.agent.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files that nobody reads at present, by what they would be known again: those of the checkpoint
 * that were not found yet, those that no input wants, and those that were read to their end. What
 * returns is resumed where it was.
 *
 * <p>Confined to the thread {@code agent-tail}.
 */
final class LeftMarks {
    private static final int ENDED_MAX = 10_000;
    private static final long ENDED_SECONDS = TimeUnit.DAYS.toSeconds(1);
    private static final long LEFT_SECONDS = TimeUnit.DAYS.toSeconds(30);

    private final LongSupplier epochSeconds;
    private final Map<UUID, LeftMark> all = new LinkedHashMap<>();
    private final Map<FileId, Set<UUID>> byId = new HashMap<>();
    private final Map<Fingerprint, Set<UUID>> byFingerprint = new HashMap<>();
    private int endedCount;
    private volatile int count;

    LeftMarks(List<LeftMark> known, LongSupplier epochSeconds) {
        this.epochSeconds = epochSeconds;
        for (LeftMark mark : known) {
            boolean dated = mark.sinceSeconds() > 0;
            add(dated ? mark : new LeftMark(mark.file(), mark.ended(), epochSeconds.getAsLong()));
        }
    }

    /** It is not read for now, and may have more. */
    void left(FileMark file) {
        add(new LeftMark(file, false, epochSeconds.getAsLong()));
    }

    /**
     * It was read to its end. A short one is not kept: another file that got its inode and begins
     * alike would be taken for it, and its first lines be lost.
     */
    void ended(FileMark file) {
        if (isTelling(file)) {
            add(new LeftMark(file, true, epochSeconds.getAsLong()));
        }
    }

    private static boolean isTelling(FileMark file) {
        return file.fingerprint().length() == Fingerprint.BYTES_MAX;
    }

    private void add(LeftMark mark) {
        FileMark file = mark.file();
        remove(file.origin());
        all.put(file.origin(), mark);
        byId.computeIfAbsent(file.id(), any -> new LinkedHashSet<>()).add(file.origin());
        byFingerprint
                .computeIfAbsent(file.fingerprint(), any -> new LinkedHashSet<>())
                .add(file.origin());
        endedCount += mark.ended() ? 1 : 0;
        if (endedCount > ENDED_MAX) {
            all.values().stream()
                    .filter(LeftMark::ended)
                    .findFirst()
                    .ifPresent(eldest -> remove(eldest.file().origin()));
        }
        count = all.size();
    }

    void remove(UUID origin) {
        LeftMark mark = all.remove(origin);
        if (mark != null) {
            FileMark file = mark.file();
            removeFrom(byId, file.id(), origin);
            removeFrom(byFingerprint, file.fingerprint(), origin);
            endedCount -= mark.ended() ? 1 : 0;
        }
        count = all.size();
    }

    private static <K> void removeFrom(Map<K, Set<UUID>> index, K key, UUID origin) {
        Set<UUID> origins = index.getOrDefault(key, Set.of());
        origins.remove(origin);
        if (origins.isEmpty()) {
            index.remove(key);
        }
    }

    /** Forgets what has not come back for so long that it will not. */
    void expire() {
        long now = epochSeconds.getAsLong();
        List<UUID> old =
                all.values().stream()
                        .filter(
                                mark ->
                                        now - mark.sinceSeconds()
                                                > (mark.ended() ? ENDED_SECONDS : LEFT_SECONDS))
                        .map(mark -> mark.file().origin())
                        .toList();
        old.forEach(this::remove);
    }

    /** Whether the file system knew one by that id. */
    boolean hasId(FileId id) {
        return byId.containsKey(id);
    }

    /** The one that the file system knows by that id and whose content that is; taken out. */
    @Nullable FileMark claim(FileId id, Content content) throws IOException {
        return claim(marks(byId.getOrDefault(id, Set.of())).toList(), content);
    }

    /** The one whose content that is, under another name beside its old one; taken out. */
    @Nullable FileMark claimCopy(Path path, Content content) throws IOException {
        if (all.isEmpty()) {
            return null;
        }
        Fingerprint whole = Fingerprint.of(content);
        Stream<FileMark> alike =
                isFull(whole) ? marks(byFingerprint.getOrDefault(whole, Set.of())) : Stream.of();
        Stream<FileMark> shorter =
                byFingerprint.entrySet().stream()
                        .filter(e -> !isFull(e.getKey()) && e.getKey().length() > 0)
                        .flatMap(e -> marks(e.getValue()));
        return claim(
                Stream.concat(alike, shorter)
                        .filter(file -> Siblings.isRelated(path, file.path()))
                        .toList(),
                content);
    }

    private static boolean isFull(Fingerprint fingerprint) {
        return fingerprint.length() == Fingerprint.BYTES_MAX;
    }

    private Stream<FileMark> marks(Set<UUID> origins) {
        return origins.stream()
                .flatMap(origin -> Stream.ofNullable(all.get(origin)))
                .map(LeftMark::file);
    }

    private @Nullable FileMark claim(List<FileMark> candidates, Content content)
            throws IOException {
        for (FileMark file : candidates) {
            if (file.isOf(content)) {
                remove(file.origin());
                return file;
            }
        }
        return null;
    }

    /** Those that may have more. */
    List<FileMark> unfinished() {
        return all.values().stream().filter(mark -> !mark.ended()).map(LeftMark::file).toList();
    }

    /** What a restart has to know. */
    List<LeftMark> all() {
        return new ArrayList<>(all.values());
    }

    /** How many there are. Thread-safe. */
    int count() {
        return count;
    }
}
