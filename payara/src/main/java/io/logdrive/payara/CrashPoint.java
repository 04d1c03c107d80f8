package io.logdrive.payara;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The places in the way of a line at which a test can make the process die, as {@code kill -9} at
 * that very moment would (RELIABILITY.md, "Named crash points").
 *
 * <p>Armed by the system property {@code io.logdrive.drill.crash=rows-inserted:10}: the tenth pass
 * of that point ends the process. Not armed, a pass costs a comparison. Thread-safe.
 */
public enum CrashPoint {
    /** Ingest: a line was framed, its chunk is not offered to the queue. */
    LINE_FRAMED,
    /** Ingest: a chunk was handed to the broker, which has not confirmed it. */
    ENQUEUE_SENT,
    /** Ingest: the broker confirmed a chunk, its sender does not know. */
    ENQUEUE_CONFIRMED,
    /** Ingest: a chunk was taken from the queue, on loan. */
    CHUNK_RECEIVED,
    /** Ingest: a batch was handed to the connection, the destination has not answered. */
    BATCH_SENT,
    /** Ingest: the destination acknowledged a batch, the queue does not know. */
    BATCH_ACKNOWLEDGED,
    /** Ingest: a further consumer has what it was given on disk, its journal does not know. */
    CONSUMER_COMMITTED,
    /** Ingest: a consumer's journal has the commit, the queue does not know. */
    CONSUMER_NOTED,
    /** Ingest: the archive's files are on disk, its position is not. */
    ARCHIVE_WRITTEN,
    /** Ingest: a full file of the archive got its name. */
    ARCHIVE_RENAMED,
    /** Ingest: a file of the archive is compressed, and the one it was made of still there. */
    ARCHIVE_COMPRESSED,
    /** Ingest: some dead letters were taken and sent on, not committed. */
    DEAD_LETTERS_SENT,
    /** Ingest: some dead letters were changed for good, nobody was told. */
    DEAD_LETTERS_COMMITTED,
    /** Destination: a group's rows and ledger are written, not committed. */
    ROWS_INSERTED,
    /** Destination: a group is committed, nobody was told. */
    GROUP_COMMITTED,
    /** Destination: some dead letters were changed, not committed. */
    LETTERS_CHANGED,
    /** Destination: some dead letters were changed for good, nobody was told. */
    LETTERS_COMMITTED;

    /** What a killed process's parent sees: 128 + SIGKILL. */
    public static final int STATUS = 137;

    static final String PROPERTY = "io.logdrive.drill.crash";

    private static final @Nullable Armed ARMED = armed(System.getProperty(PROPERTY));

    /** Ends the process here and now when this point is armed for this pass. */
    public void pass() {
        Armed armed = ARMED;
        if (armed != null && armed.point == this && armed.left.decrementAndGet() == 0) {
            System.err.println("crash-point reached=" + word());
            Runtime.getRuntime().halt(STATUS);
        }
    }

    /** The name in the property: {@code rows-inserted}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads the property's value.
     *
     * @throws IllegalArgumentException when it names no point: a drill must not pass by a typo
     */
    static @Nullable Armed armed(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        int passes = colon < 0 ? 1 : Integer.parseInt(text.substring(colon + 1));
        for (CrashPoint point : values()) {
            if (point.word().equals(word)) {
                return new Armed(point, new AtomicInteger(passes));
            }
        }
        throw new IllegalArgumentException(
                PROPERTY + ": expected a crash point, found \"" + text + "\"");
    }

    /** Which point, and how many passes it still has. Thread-safe. */
    record Armed(CrashPoint point, AtomicInteger left) {}
}
