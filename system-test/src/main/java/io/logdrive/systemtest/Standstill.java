package io.logdrive.systemtest;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits as long as something moves. Thread-safe. */
final class Standstill {
    private static final long POLL_MILLIS = 200;

    private Standstill() {}

    /**
     * Waits until {@code done}, or until {@code figure} has not changed for {@code atMost}.
     *
     * @return whether it is done
     */
    static boolean await(Duration atMost, LongSupplier figure, BooleanSupplier done) {
        long last = figure.getAsLong();
        long since = System.nanoTime();
        while (!done.getAsBoolean()) {
            long now = figure.getAsLong();
            if (now != last) {
                last = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > atMost.toNanos()) {
                return false;
            }
            FaultCrew.last(POLL_MILLIS);
        }
        return true;
    }
}
