package io.logdrive.destination.store;

import java.util.concurrent.TimeUnit;

/** How long to wait before trying the database again: 0.2 s to 30 s, jittered. Immutable. */
final class RetryDelay {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int DOUBLINGS_MAX = 20;

    private RetryDelay() {}

    /**
     * Doubles with each failure; between half of that and all of it by {@code random}, so that
     * several processes do not come back at once.
     *
     * @param failures failures in a row, 1 or more
     * @param random 0 to 1
     */
    static long nanos(int failures, double random) {
        int doublings = Math.min(failures - 1, DOUBLINGS_MAX);
        long whole = Math.min(LAST_NANOS, FIRST_NANOS << doublings);
        return Math.max(FIRST_NANOS, (long) (whole * (0.5 + random / 2)));
    }
}
