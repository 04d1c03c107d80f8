package io.logdrive.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is measured beside each other. Immutable. */
enum PeerKind {
    LOGDRIVE_POSTGRESQL("Logdrive → PostgreSQL", null, true),
    LOGDRIVE_H2("Logdrive → H2", null, false),
    RSYSLOG_POSTGRESQL_DISK("rsyslog → PostgreSQL", RsyslogQueue.DISK, true),
    RSYSLOG_POSTGRESQL_ASSISTED("rsyslog → PostgreSQL", RsyslogQueue.ASSISTED, true),
    RSYSLOG_FILE_MEMORY("rsyslog → file", RsyslogQueue.MEMORY, false),
    RSYSLOG_FILE_DISK("rsyslog → file", RsyslogQueue.DISK, false),
    RSYSLOG_FILE_SYNCED("rsyslog → file", RsyslogQueue.SYNCED, false);

    private final String path;
    private final @Nullable RsyslogQueue queue;
    private final boolean usesPostgres;

    PeerKind(String path, @Nullable RsyslogQueue queue, boolean usesPostgres) {
        this.path = path;
        this.queue = queue;
        this.usesPostgres = usesPostgres;
    }

    /** What it is, for people. */
    String text() {
        return queue == null ? path : path + ", " + queue.text();
    }

    /** The queue of rsyslog; null where it is Logdrive. */
    @Nullable RsyslogQueue queue() {
        return queue;
    }

    boolean usesPostgres() {
        return usesPostgres;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
