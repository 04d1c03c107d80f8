package io.logdrive.ingest.queue;

import java.time.Instant;

/** The wall clock by which chunks are received. Thread-safe. */
public final class MicrosClock {
    private MicrosClock() {}

    /** Microseconds since the epoch. */
    public static long nowMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
