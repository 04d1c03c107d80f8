package io.logdrive.destination.store;

/** What became of a batch that was offered to the queue. Immutable. */
public enum Offered {
    /** It is queued, and there is room for more. */
    ACCEPTED,
    /** It is queued, and the queue is at its bound: offer nothing more until there is room. */
    ACCEPTED_FULL,
    /** It is not queued: the store is stopping. Its sender keeps it. */
    CLOSED
}
