package io.logdrive.ingest.queue;

import java.util.Locale;

/** What the guard of the queue's disk lets happen. Immutable. */
public enum GuardState {
    /** Chunks are taken. */
    ACCEPTING,
    /** Too little space is free: senders wait, the queue drains. */
    WAITING_FOR_DISK,
    /** The broker stopped; it is opened again as soon as that is possible. */
    BROKER_STOPPED;

    /** The state in answers: {@code waiting-for-disk}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
