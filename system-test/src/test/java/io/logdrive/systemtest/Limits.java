package io.logdrive.systemtest;

import java.time.Duration;

/** What the tests expect, and how long a test run is, in one place. Immutable. */
final class Limits {
    /** A heap of 512 MiB, and beside it classes, code, threads and the socket buffers of Netty. */
    static final long RESIDENT_MAX = 1_000L << 20;

    /** How long the destination or the broker is away: 15 s, 120 s in the manual run. */
    static final Duration AWAY =
            Duration.ofSeconds(Long.getLong("logdrive.systemtest.away-seconds", 15));

    private Limits() {}
}
