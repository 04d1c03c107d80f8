package io.logdrive.ingest.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Who showed wrong credentials lately, by address. The destination sees one address for all that
 * ingest asks for: who guesses here must not use up what others are allowed there.
 *
 * <p>Thread-safe.
 */
final class FailedLogins {
    private static final int ADDRESSES_MAX = 10_000;
    private static final int FAILURES_MAX = 10;
    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private final Map<String, Failures> byAddress =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
                    return size() > ADDRESSES_MAX;
                }
            };

    FailedLogins(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How many seconds an address must wait; 0: none. */
    synchronized int secondsToWait(String address) {
        Failures failures = byAddress.get(address);
        long age = failures == null ? PERIOD_NANOS : nanoTime.getAsLong() - failures.sinceNanos;
        if (failures == null || age >= PERIOD_NANOS) {
            byAddress.remove(address);
            return 0;
        }
        return failures.count < FAILURES_MAX
                ? 0
                : (int) TimeUnit.NANOSECONDS.toSeconds(PERIOD_NANOS - age) + 1;
    }

    /** One more failed. */
    synchronized void failed(String address) {
        byAddress.computeIfAbsent(address, any -> new Failures(nanoTime.getAsLong())).count++;
    }

    /** Within one period. Guarded by the map. */
    private static final class Failures {
        private final long sinceNanos;
        private int count;

        Failures(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }
}
