package io.logdrive.destination.status;

import java.util.Locale;

/** What the destination does at the moment. Immutable. */
enum State {
    /** Batches come and are committed. */
    STORING,
    /** Nothing has come of late, and nothing waits. */
    IDLE,
    /** Nothing can be stored: what comes waits with ingest. */
    WAITING;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
