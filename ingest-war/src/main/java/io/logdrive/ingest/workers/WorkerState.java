package io.logdrive.ingest.workers;

import java.util.Locale;

/** What a thread does at the moment. Immutable. */
public enum WorkerState {
    /** Lines go through it. */
    RUNNING,
    /** There is nothing for it to do. */
    WAITING,
    /** There is, but what comes next takes nothing at the moment. */
    HELD,
    /** What it needs is away; it tries again. */
    RETRYING,
    /** It has ended. */
    STOPPED;

    /** As the API has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
