package io.logdrive.agent.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Tells copies of files that are read already, as copytruncate makes them, from other files that
 * only begin the same: by all their bytes, so many at a time, so that nothing else has to wait for
 * a large one. Each time a copy has grown what is new of it is compared, and a short file is taken
 * for a copy only when its name says so.
 *
 * <p>Confined to the thread {@code agent-tail}.
 */
final class Copies implements AutoCloseable {
    /** Compared at most between two looks at all files. */
    static final long ROUND_BYTES = 8 << 20;

    private static final int BLOCK_BYTES = 64 << 10;
    private static final int RUNNING_MAX = 64;

    private final TailEvents events;
    private final Map<FileId, Known> known = new HashMap<>();
    private final Map<FileId, Comparison> running = new LinkedHashMap<>();
    private long left = ROUND_BYTES;

    /** What a file turned out to be. Immutable. */
    enum Verdict {
        COPY,
        OTHER,
        /** Not known yet; its content stays open here. */
        LATER,
        /** Not looked at: to be asked for again. */
        NOT_NOW
    }

    /** A file that nobody knows; open. Immutable. */
    record Stranger(FileMark mark, Input input, Content content) {
        FileId id() {
            return mark.id();
        }
    }

    /** A copy, and how much of it is. Immutable. */
    private record Known(long size, UUID origin) {}

    /** How far a stranger is compared. Confined to its {@link Copies}. */
    private static final class Comparison {
        private final Stranger stranger;
        private final long size;
        private final Deque<TailedFile> candidates = new ArrayDeque<>();
        private long at;

        Comparison(Stranger stranger, long size) {
            this.stranger = stranger;
            this.size = size;
        }
    }

    Copies(TailEvents events) {
        this.events = events;
    }

    /** Whether it was found to be a copy when it had that size. */
    boolean isKnown(FileId id, long size) {
        Known copy = known.get(id);
        return copy != null && copy.size() == size;
    }

    /** Whether it is being compared. */
    boolean isRunning(FileId id) {
        return running.containsKey(id);
    }

    boolean isIdle() {
        return running.isEmpty();
    }

    /** Compares the file with those that are read. */
    Verdict begin(Stranger stranger, Collection<TailedFile> current) throws IOException {
        Comparison comparison = new Comparison(stranger, stranger.content().size());
        Known before = known.get(stranger.id());
        for (TailedFile file : candidates(stranger, comparison.size, current)) {
            if (before != null && before.origin().equals(file.origin())) {
                comparison.candidates.addFirst(file);
                comparison.at = Math.min(before.size(), comparison.size);
            } else {
                comparison.candidates.addLast(file);
            }
        }
        Verdict verdict = goOn(comparison);
        if (verdict != Verdict.LATER) {
            return verdict;
        }
        if (running.size() == RUNNING_MAX) {
            return Verdict.NOT_NOW;
        }
        running.put(stranger.id(), comparison);
        return Verdict.LATER;
    }

    /** Goes on with all that are not decided; answers those that are no copies, still open. */
    List<Stranger> goOn(Set<FileId> current) {
        left = ROUND_BYTES;
        List<Stranger> others = new ArrayList<>();
        for (Comparison comparison : List.copyOf(running.values())) {
            Stranger stranger = comparison.stranger;
            Verdict verdict = Verdict.COPY;
            try {
                // What was truncated may go on in its copy, and what it is compared with be over:
                // the next scan asks again.
                boolean asked = !current.contains(stranger.id()) && !isOver(comparison);
                verdict = asked ? goOn(comparison) : Verdict.COPY;
            } catch (IOException e) {
                events.unreadable(stranger.mark().path(), e);
            }
            if (verdict != Verdict.LATER) {
                running.remove(stranger.id());
            }
            if (verdict == Verdict.OTHER) {
                others.add(stranger);
            } else if (verdict == Verdict.COPY) {
                close(stranger);
            }
        }
        return others;
    }

    private static boolean isOver(Comparison comparison) {
        TailedFile file = comparison.candidates.peek();
        return file != null && file.turn().get() == TailedFile.Turn.ENDED;
    }

    private Verdict goOn(Comparison comparison) throws IOException {
        Stranger stranger = comparison.stranger;
        while (true) {
            TailedFile file = comparison.candidates.peek();
            if (file == null) {
                known.remove(stranger.id());
                return Verdict.OTHER;
            }
            // In this order: a file that is truncated while it is compared is another behind that.
            boolean differs = differs(comparison, file);
            if ((!differs && comparison.at >= comparison.size)
                    || (differs && wasTruncated(stranger.content(), file))) {
                known.put(stranger.id(), new Known(comparison.size, file.origin()));
                return Verdict.COPY;
            }
            if (!differs) {
                return Verdict.LATER;
            }
            comparison.candidates.remove();
            comparison.at = 0;
        }
    }

    private static boolean wasTruncated(Content content, TailedFile file) throws IOException {
        Fingerprint fingerprint = file.fingerprint();
        return fingerprint.length() > 0
                && fingerprint.matches(content)
                && !fingerprint.matches(file.content());
    }

    /** Whether they are known to differ; compares as far as it may. */
    private boolean differs(Comparison comparison, TailedFile file) throws IOException {
        Content one = comparison.stranger.content();
        Content other = file.content();
        long size = comparison.size;
        if (other.size() < size) {
            return true;
        }
        // Files that only begin the same mostly do not end the same.
        if (comparison.at == 0
                && size > BLOCK_BYTES
                && !isSame(one, other, size - BLOCK_BYTES, BLOCK_BYTES)) {
            return true;
        }
        while (comparison.at < size && left > 0) {
            int most = (int) Math.min(BLOCK_BYTES, size - comparison.at);
            if (!isSame(one, other, comparison.at, most)) {
                return true;
            }
            comparison.at += most;
            left -= most;
        }
        return false;
    }

    private static boolean isSame(Content one, Content other, long at, int length)
            throws IOException {
        ByteBuffer first = ByteBuffer.allocate(length);
        ByteBuffer second = ByteBuffer.allocate(length);
        one.readFully(first, at);
        other.readFully(second, at);
        return first.flip().equals(second.flip());
    }

    /** Files beside it that begin like it, and whose names say that it may be of them. */
    private static List<TailedFile> candidates(
            Stranger stranger, long size, Collection<TailedFile> current) throws IOException {
        Siblings.Name name = Siblings.Name.of(stranger.mark().path());
        byte[] head = Fingerprint.head(stranger.content());
        Map<Integer, Fingerprint> heads = new HashMap<>();
        List<TailedFile> candidates = new ArrayList<>();
        for (TailedFile file : current) {
            if (name.isRelatedTo(file.name())
                    && (size >= Fingerprint.BYTES_MAX
                            || name.isNamedAfter(file.name())
                            || name.isRotationOf(file.firstName()))
                    && mayBegin(head, heads, file.fingerprint())) {
                candidates.add(file);
            }
        }
        return candidates;
    }

    private static boolean mayBegin(
            byte[] head, Map<Integer, Fingerprint> heads, Fingerprint fingerprint) {
        int length = fingerprint.length();
        return length > head.length
                || heads.computeIfAbsent(length, any -> Fingerprint.of(head, any))
                        .equals(fingerprint);
    }

    /** Forgets what no scan finds any more. */
    void retain(Set<FileId> seen) {
        known.keySet().retainAll(seen);
    }

    /** Everything is looked at anew. */
    void clear() {
        running.values().forEach(comparison -> close(comparison.stranger));
        running.clear();
        known.clear();
    }

    private static void close(Stranger stranger) {
        try {
            stranger.content().close();
        } catch (IOException e) {
            // It was only read.
            return;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
