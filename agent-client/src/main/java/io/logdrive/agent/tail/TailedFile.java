package io.logdrive.agent.tail;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One file from its first byte to its last, whatever it is called meanwhile: an origin.
 *
 * <p>Thread-safe: it is read by one reader at a time, looked after by the thread {@code
 * agent-tail}.
 */
final class TailedFile {
    /** Who has it. Immutable. */
    enum Turn {
        /** Nobody; there may be nothing to read. */
        IDLE,
        /** It waits for a reader. */
        QUEUED,
        /** A reader has it. */
        READING,
        /** Its input has no token for it: {@link RateLimit}. */
        HELD,
        /** It turned out to be another file: the thread that looks after it decides. */
        REPLACED,
        /** It is at its end for ever. */
        ENDED
    }

    private final UUID origin;
    private volatile Input input;
    private volatile CutText cut;

    /** What it goes on with when all that may have been sent is cut as it was; null: it has. */
    private volatile @Nullable Input successor;

    private final Acknowledgements acknowledgements;
    private volatile EventStream stream;
    private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.IDLE);

    @GuardedBy("this")
    private final TreeSet<Long> ends = new TreeSet<>();

    private volatile FileId id;
    private volatile Path path;
    private volatile Siblings.Name name;
    private volatile Path wantedPath;
    private final Siblings.Name firstName;
    private volatile Content content;
    private volatile Fingerprint fingerprint;
    private volatile Mark read;
    private volatile long readSize = -1;
    private volatile long completeEnd;
    private volatile long grownNanos;
    private volatile long retryNanos = Long.MIN_VALUE;
    private volatile boolean wide;

    /** The size when it was last looked at. It and what follows: the thread {@code agent-tail}. */
    volatile long size = -1;

    private volatile long firstSize = Long.MAX_VALUE;
    private long formerSize = Long.MAX_VALUE;
    private volatile boolean unseen;
    private long unseenSince;
    private long unseenUntil;

    TailedFile(FileMark known, Input input, Content content) {
        this.origin = known.origin();
        CutText configured = CutText.of(input.config().cut());
        CutText former = known.cut() == null ? configured : known.cut();
        boolean same = former.equals(configured);
        this.cut = former;
        this.input = same ? input : input.cutAs(former);
        this.successor = same ? null : input;
        this.id = known.id();
        this.path = known.path();
        this.name = Siblings.Name.of(known.path());
        this.wantedPath = known.wantedPath();
        this.firstName = Siblings.Name.of(known.wantedPath());
        this.fingerprint = known.fingerprint();
        this.content = content;
        this.read = known.mark();
        this.completeEnd = known.mark().offset();
        this.acknowledgements = new Acknowledgements(known.mark());
        this.ends.addAll(known.ends());
        this.stream = streamOf(this.input, known.path());
    }

    UUID origin() {
        return origin;
    }

    private EventStream streamOf(Input of, Path at) {
        InputConfig config = of.config();
        Leaving leaving = config.leavingOf(wantedPath);
        return EventStream.of(origin, config.cut(), leaving, at.toString());
    }

    Input input() {
        return input;
    }

    /**
     * What is not read of it yet is read as {@code other} says; nobody reads it meanwhile, and all
     * that was read is acknowledged.
     */
    synchronized void reconfigure(Input other) {
        stream = streamOf(other, path);
        input = other;
        cut = CutText.of(other.config().cut());
        successor = null;
        ends.clear();
        completeEnd = read.offset();
        readSize = -1;
        wide = false;
        retryNanos = Long.MIN_VALUE;
    }

    /**
     * The input that takes the place of its own once it is read up to where it ended when it was
     * looked at first, and all of that is acknowledged: an agent that cut otherwise may have sent
     * that much of it. Null: its own is the right one.
     */
    @Nullable Input successor() {
        return successor;
    }

    /** Whether all that may have been sent by an agent before is read once more. */
    boolean isReadAsBefore(long sizeNow) {
        formerSize = Math.min(formerSize, sizeNow);
        return readSize >= formerSize || read.offset() >= formerSize;
    }

    FileId id() {
        return id;
    }

    Path path() {
        return path;
    }

    /** It was renamed, or its content is another file's now. */
    synchronized void is(FileId newId, Path newPath) {
        id = newId;
        if (!newPath.equals(path)) {
            path = newPath;
            name = Siblings.Name.of(newPath);
        }
    }

    /** What of its path says whose copies others may be. */
    Siblings.Name name() {
        return name;
    }

    /** What it was called when we saw it first: copies made of it then are called after that. */
    Siblings.Name firstName() {
        return firstName;
    }

    Content content() {
        return content;
    }

    /** What is left of it is to be read there. */
    void moveTo(Content copy) throws IOException {
        Content old = content;
        content = copy;
        readSize = -1;
        old.close();
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    void fingerprint(Fingerprint grown) {
        fingerprint = grown;
    }

    EventStream stream() {
        return stream;
    }

    Acknowledgements acknowledgements() {
        return acknowledgements;
    }

    AtomicReference<Turn> turn() {
        return turn;
    }

    /** Up to where it is read and handed on. */
    Mark read() {
        return read;
    }

    /**
     * @param complete where its last whole line ends, in bytes from its start
     * @param sizeThen how large it was when it was read
     */
    void read(Mark mark, long complete, long sizeThen) {
        read = mark;
        completeEnd = complete;
        readSize = sizeThen;
    }

    /** How large it was when it was read last, or -1. */
    long readSize() {
        return readSize;
    }

    /** Where the last whole line ended when it was read last. */
    long completeEnd() {
        return completeEnd;
    }

    /** As others may see it. */
    TailState.OfFile state(long now) {
        Mark acknowledged = acknowledgements.mark();
        Mark handedOn = read;
        return new TailState.OfFile(
                path,
                origin,
                input.name(),
                stateWord(now),
                size,
                handedOn.offset(),
                acknowledged.offset(),
                handedOn.sequence(),
                acknowledged.sequence(),
                TimeUnit.NANOSECONDS.toMillis(now - grownNanos));
    }

    private String stateWord(long now) {
        return switch (Objects.requireNonNull(turn.get())) {
            case IDLE -> isWaiting(now) ? "retried" : unseen ? "rotated" : "idle";
            case QUEUED -> "queued";
            case READING -> "reading";
            case HELD -> "held";
            case REPLACED -> "replaced";
            case ENDED -> "ended";
        };
    }

    /** A scan found it where a pattern wants it. */
    void seen() {
        wantedPath = path;
        unseen = false;
    }

    /** Where that was last. */
    Path wantedPath() {
        return wantedPath;
    }

    /** A scan did not find it: it was renamed away or deleted, or is being renamed just now. */
    void unseen(long nanos) {
        unseenSince = unseen ? unseenSince : nanos;
        unseenUntil = nanos;
        unseen = true;
    }

    /** Whether it was not found for that long. */
    boolean isUnseen(long now, long nanos) {
        return unseen && now - unseenSince >= nanos;
    }

    /** Whether scans that are so far apart did not find it. */
    boolean isGone(long nanos) {
        return unseen && unseenUntil - unseenSince >= nanos;
    }

    /** What there is of it now is all that is read. */
    void onlyFirst(long sizeNow) {
        firstSize = Math.min(firstSize, sizeNow);
    }

    /** Whether all is read that there was then. */
    boolean isReadOnce() {
        return read.offset() >= firstSize;
    }

    /** Whether its next event needs more than the usual slice. */
    boolean isWide() {
        return wide;
    }

    void wide(boolean needs) {
        wide = needs;
    }

    /** It could not be read: to be tried again not before then. */
    void retry(long nanos) {
        retryNanos = nanos;
    }

    boolean isWaiting(long now) {
        return retryNanos != Long.MIN_VALUE && now - retryNanos < 0;
    }

    long grownNanos() {
        return grownNanos;
    }

    void grown(long nanos) {
        grownNanos = nanos;
    }

    /** An event ends there; to be on disk before it is read. */
    synchronized void end(long offset) {
        ends.add(offset);
    }

    /** The first such end behind an offset, or a place that is never reached. */
    synchronized long endBehind(long offset) {
        Long next = ends.higher(offset);
        return next == null ? Long.MAX_VALUE : next;
    }

    /** What a restart has to know. */
    synchronized FileMark mark() {
        Mark acknowledged = acknowledgements.mark();
        ends.headSet(acknowledged.offset(), true).clear();
        List<Long> left = new ArrayList<>(ends);
        return new FileMark(origin, id, path, wantedPath, fingerprint, acknowledged, left, cut);
    }
}
