package io.logdrive.agent.tail;

import io.logdrive.agent.tail.Siblings.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows which path leads to which file, over renames, truncations, copies and restarts.
 *
 * <p>Confined to the thread {@code agent-tail}.
 */
final class TailedFiles implements AutoCloseable {
    private static final byte[] UTF_8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private List<Input> inputs;
    private final TailEvents events;
    private final List<TailedFile> all = new ArrayList<>();
    private final Map<FileId, TailedFile> current = new HashMap<>();

    private final LeftMarks left;

    private final Copies copies;

    private final Refusals refusals = new Refusals();

    /** Whether files were found that could not be looked at yet. */
    private boolean postponed;

    /** Whether files that nobody knows are read. */
    private boolean beginsNew = true;

    /** Whether files that were found could not be opened when they were looked at last. */
    private volatile boolean missing;

    private final Set<Path> empty = new HashSet<>();

    TailedFiles(List<Input> inputs, LeftMarks left, TailEvents events) {
        this.inputs = inputs;
        this.left = left;
        this.copies = new Copies(events);
        this.events = events;
    }

    List<TailedFile> all() {
        return all;
    }

    /** What a restart has to know of those that are read. */
    List<FileMark> marks() {
        return all.stream().map(TailedFile::mark).toList();
    }

    /** Those that nobody reads. */
    LeftMarks left() {
        return left;
    }

    /** Those that hold files of ours back. */
    List<RateLimit> limits() {
        return Stream.concat(inputs.stream(), all.stream().map(TailedFile::input))
                .map(Input::limit)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /**
     * Reads files from now on as these inputs say; those that no input wants are read no more,
     * unless their path leads elsewhere by now: what was rotated away is read to its end.
     */
    void reconfigure(List<Input> others) {
        inputs = others;
        postponed |= !copies.isIdle();
        copies.clear();
        for (TailedFile file : all) {
            if (file.turn().get() == TailedFile.Turn.ENDED) {
                continue;
            }
            file.turn().set(TailedFile.Turn.IDLE);
            Input wants = inputOf(file.wantedPath());
            file.reconfigure(wants == null ? file.input() : wants);
            if (wants == null && file.id().equals(idOf(file.wantedPath()))) {
                file.turn().set(TailedFile.Turn.ENDED);
                current.remove(file.id(), file);
                left.left(file.mark());
                close(file.content());
                events.left(file);
            }
        }
    }

    /** Files without a byte, which become ours with their first. */
    Set<Path> empty() {
        return empty;
    }

    /**
     * Takes what a scan found.
     *
     * @param unlisted where it could not look
     * @param fromEnd whether files that are not known are read from their end, where their input
     *     says so
     * @return those that are new to us, to be on disk before they are read
     */
    List<TailedFile> found(Map<Path, Input> found, Set<Path> unlisted, boolean fromEnd, long now) {
        Map<FileId, Path> strangers = new LinkedHashMap<>();
        Set<FileId> seen = new HashSet<>();
        empty.clear();
        // The shorter name first: it is the one that others are copies of.
        List<Path> paths =
                found.keySet().stream()
                        .sorted(Comparator.comparingInt(path -> path.toString().length()))
                        .toList();
        for (Path path : paths) {
            FileId id = idOf(path);
            if (id != null && seen.add(id)) {
                TailedFile file = current.get(id);
                if (file == null) {
                    strangers.put(id, path);
                } else {
                    file.is(id, path);
                    file.seen();
                }
            }
        }
        current.forEach(
                (id, file) -> {
                    if (!seen.contains(id)
                            && unlisted.stream().noneMatch(file.path()::startsWith)) {
                        file.unseen(now);
                    }
                });
        copies.retain(seen);
        List<TailedFile> fresh = new ArrayList<>();
        // First who is known by its inode; only who is left may be known as a copy.
        strangers.forEach((id, path) -> resume(id, path, input(found, path), true, fresh));
        strangers.forEach((id, path) -> resume(id, path, input(found, path), false, fresh));
        if (beginsNew || postponed) {
            postponed = false;
            missing = false;
            strangers.forEach((id, path) -> begin(id, path, input(found, path), fromEnd, fresh));
        }
        return fresh;
    }

    private static Input input(Map<Path, Input> found, Path path) {
        return Objects.requireNonNull(found.get(path));
    }

    private static @Nullable FileId idOf(Path path) {
        try {
            return FileId.of(path);
        } catch (IOException e) {
            return null;
        }
    }

    /** Goes on with it when the checkpoint knows it. */
    private void resume(FileId id, Path path, Input input, boolean byId, List<TailedFile> fresh) {
        if (current.containsKey(id) || (byId ? !left.hasId(id) : left.count() == 0)) {
            return;
        }
        with(
                id,
                path,
                content -> {
                    FileMark known = byId ? left.claim(id, content) : left.claimCopy(path, content);
                    if (known != null) {
                        fresh.add(add(known.at(id, path), input, content, true));
                    }
                    return known != null;
                });
    }

    private void begin(FileId id, Path path, Input input, boolean fromEnd, List<TailedFile> fresh) {
        if (current.containsKey(id) || copies.isRunning(id)) {
            return;
        }
        with(
                id,
                path,
                content -> {
                    long size = content.size();
                    if (size == 0) {
                        empty.add(path);
                    }
                    if (size == 0 || copies.isKnown(id, size)) {
                        return false;
                    }
                    FileMark mark = begun(id, path, content, fromEnd && input.config().fromEnd());
                    Copies.Stranger stranger = new Copies.Stranger(mark, input, content);
                    Copies.Verdict verdict = copies.begin(stranger, current.values());
                    if (verdict == Copies.Verdict.OTHER) {
                        fresh.add(add(mark, input, content, false));
                    }
                    postponed |= verdict == Copies.Verdict.NOT_NOW;
                    return verdict == Copies.Verdict.OTHER || verdict == Copies.Verdict.LATER;
                });
    }

    /**
     * Goes on with what may be copies.
     *
     * @return those that are none, new to us, to be on disk before they are read
     */
    List<TailedFile> compare() {
        List<TailedFile> fresh = new ArrayList<>();
        for (Copies.Stranger other : copies.goOn(current.keySet())) {
            fresh.add(add(other.mark(), other.input(), other.content(), false));
        }
        return fresh;
    }

    /** Files that nobody knows yet are not read. */
    void beginNoMore() {
        beginsNew = false;
    }

    /** Whether there are files that could not be opened. Thread-safe. */
    boolean isMissing() {
        return missing;
    }

    /** Whether of each file that was found it is known whose it is. */
    boolean isDecided() {
        return copies.isIdle() && !postponed;
    }

    /** What is done with an open file; answers whether it stays open. */
    private interface Use {
        boolean with(Content content) throws IOException;
    }

    private void with(FileId id, Path path, Use use) {
        Content content = null;
        boolean kept = false;
        try {
            content = PlainContent.open(path);
            boolean same = id.equals(FileId.of(path));
            // The path may lead elsewhere since the scan: the next one takes it.
            postponed |= !same;
            kept = same && use.with(content);
        } catch (IOException e) {
            if (!(e instanceof NoSuchFileException)) {
                missing = true;
            }
            events.unreadable(path, e);
        } finally {
            close(kept ? null : content);
        }
    }

    private TailedFile add(FileMark mark, Input input, Content content, boolean resumed) {
        TailedFile file = new TailedFile(mark, input, content);
        all.add(file);
        current.put(mark.id(), file);
        if (resumed) {
            events.resumed(file);
        } else {
            events.begun(file);
        }
        return file;
    }

    private void close(@Nullable Content content) {
        if (content != null) {
            try {
                content.close();
            } catch (IOException e) {
                // It was only read.
                return;
            }
        }
    }

    private static FileMark begun(FileId id, Path path, Content content, boolean atEnd)
            throws IOException {
        Fingerprint fingerprint = Fingerprint.of(content);
        long start = atEnd ? content.size() : markBytes(content);
        return new FileMark(UUID.randomUUID(), id, path, fingerprint, Mark.start(start), List.of());
    }

    /** The length of a byte order mark, which is no part of the first line. */
    private static int markBytes(Content content) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(UTF_8_MARK.length);
        content.readFully(head, 0);
        head.flip();
        if (head.equals(ByteBuffer.wrap(UTF_8_MARK))) {
            return UTF_8_MARK.length;
        }
        boolean wide =
                head.remaining() >= 2
                        && (head.getShort(0) == (short) 0xfffe
                                || head.getShort(0) == (short) 0xfeff);
        return wide ? 2 : 0;
    }

    /** Looks beside their old places for files of the checkpoint that no scan has found. */
    List<TailedFile> reclaim() {
        left.expire();
        List<TailedFile> fresh = new ArrayList<>();
        for (FileMark mark : left.unfinished()) {
            Input input = inputOf(mark.wantedPath());
            // What no input wants any more is not read, wherever it lies now.
            Found found =
                    input == null ? null : Siblings.find(mark, current::containsKey, refusals);
            if (input != null && found != null) {
                left.remove(mark.origin());
                TailedFile file =
                        add(mark.movedTo(found.id(), found.path()), input, found.content(), true);
                fresh.add(file);
            }
        }
        return fresh;
    }

    private @Nullable Input inputOf(Path path) {
        return inputs.stream().filter(input -> input.wants(path)).findFirst().orElse(null);
    }

    /** It does not begin as it did, or is shorter: what is left of it may lie beside it. */
    void replaced(TailedFile file) throws IOException {
        Path path = file.path();
        FileMark mark = file.mark();
        FileMark read =
                new FileMark(
                        mark.origin(), mark.id(), path, mark.fingerprint(), file.read(), List.of());
        current.remove(file.id(), file);
        Found rest = Siblings.find(read, current::containsKey, new Refusals());
        if (rest == null) {
            // A copy that is shorter than what was read must not be taken for a new file.
            Siblings.spent(read).stream()
                    .filter(spent -> !current.containsKey(spent.id()))
                    .forEach(left::left);
            events.truncated(file, Math.max(0, file.size - file.read().offset()));
            file.turn().set(TailedFile.Turn.ENDED);
            file.content().close();
            return;
        }
        file.moveTo(rest.content());
        file.is(rest.id(), rest.path());
        current.put(rest.id(), file);
        events.moved(file, path);
        file.turn().set(TailedFile.Turn.IDLE);
    }

    /** It is read to its end, and acknowledged. */
    void ended(TailedFile file) {
        file.turn().set(TailedFile.Turn.ENDED);
        current.remove(file.id(), file);
        close(file.content());
        left.ended(file.mark());
        events.ended(file);
    }

    /** Forgets those that are at their end and acknowledged. */
    void forgetEnded() {
        all.removeIf(
                file ->
                        file.turn().get() == TailedFile.Turn.ENDED
                                && file.acknowledgements().isSettled());
    }

    @Override
    public void close() {
        copies.close();
        all.forEach(file -> close(file.content()));
    }
}
