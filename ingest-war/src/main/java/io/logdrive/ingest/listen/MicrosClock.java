package io.logdrive.ingest.listen;

import java.time.Instant;

/** The wall clock in microseconds since the epoch. Thread-safe. */
final class MicrosClock {
    private MicrosClock() {}

    static long nowMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
