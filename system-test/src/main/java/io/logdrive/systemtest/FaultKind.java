package io.logdrive.systemtest;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What the drill can do to the pipeline; its word is that of {@code --kinds}. Immutable. */
enum FaultKind {
    /** SIGKILL of an agent, which is started again with the same position file. */
    KILL_AGENT(3),
    KILL_INGEST(14),
    KILL_DESTINATION(14),
    /** SIGKILL of every process at once. */
    KILL_ALL(24),
    TERM_INGEST(16),
    TERM_DESTINATION(16),
    /** SIGSTOP for some seconds: the sockets stay open and nobody answers. */
    PAUSE_INGEST(6),
    PAUSE_DESTINATION(6),
    /** RST to both sides of the connections between agents and ingest, for a while. */
    CUT_INTAKE(4),
    /** The same between ingest and the destination. */
    CUT_BATCHES(4),
    /** Connections stay open, and nothing passes in one or both directions. */
    HALF_OPEN_INTAKE(4),
    HALF_OPEN_BATCHES(4),
    /** Segments of one byte for some seconds. */
    TRICKLE(5),
    /** A WAR halts itself at a named place of its code, {@code CrashPoint} in the payara module. */
    CRASH_POINT(30),
    /** A file fills the disk of the journal and is deleted after some seconds. */
    FILL_DISK_INGEST(12),
    FILL_DISK_DESTINATION(12),
    /** SIGKILL of every process of the database's server, which is started again. */
    KILL_DATABASE(8);

    /** About how long one takes, with the load that follows it, in seconds on two cores. */
    private final int seconds;

    FaultKind(int seconds) {
        this.seconds = seconds;
    }

    int seconds() {
        return seconds;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return word();
    }

    /** Whether it needs file systems of our own, and so the right to mount them. */
    boolean needsMount() {
        return this == FILL_DISK_INGEST || this == FILL_DISK_DESTINATION;
    }

    /** Empty when it can be done with this database; else why not. */
    String whyNotWith(DatabaseKind database) {
        if (this == KILL_DATABASE && database != DatabaseKind.POSTGRESQL) {
            return database + " is in the destination's process";
        }
        if (this == FILL_DISK_DESTINATION && database == DatabaseKind.POSTGRESQL) {
            return database + "'s disk is not the destination's";
        }
        return "";
    }

    /** Those of a drill that is not told which. */
    static Set<FaultKind> usual(DatabaseKind database) {
        Set<FaultKind> usual =
                EnumSet.complementOf(EnumSet.of(FILL_DISK_INGEST, FILL_DISK_DESTINATION));
        usual.removeIf(kind -> !kind.whyNotWith(database).isEmpty());
        return usual;
    }

    /**
     * The kind with this word.
     *
     * @throws IllegalArgumentException when there is none
     */
    static FaultKind of(String word) {
        for (FaultKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("--kinds: expected a kind of fault, found " + word);
    }
}
