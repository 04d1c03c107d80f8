package io.logdrive.ingest.queue;

/** How long to wait before the next attempt: doubling, with full jitter. Thread-safe. */
public final class RetryDelay {
    private static final long FIRST_MILLIS = 200;
    private static final long MOST_MILLIS = 30_000;

    private RetryDelay() {}

    /**
     * Half to the whole of 200 ms doubled for each failure after the first, 30 s at most.
     *
     * @param attempt how many attempts have failed, 1 or more
     * @param random uniform in [0, 1)
     */
    public static long millis(int attempt, double random) {
        int doublings = Math.min(attempt - 1, 16);
        long half = Math.min(MOST_MILLIS, FIRST_MILLIS << doublings) / 2;
        return half + (long) (random * half);
    }
}
