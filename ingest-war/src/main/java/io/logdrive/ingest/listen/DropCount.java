package io.logdrive.ingest.listen;

import java.util.function.LongSupplier;

/**
 * Adds up a count of the kernel's that begins anew at 2³².
 *
 * <p>Thread-safe.
 */
final class DropCount {
    private static final long WRAP_MASK = 0xffff_ffffL;

    private final LongSupplier kernel;
    private long last;
    private long total;

    /**
     * @param kernel the count; below 0 while it is not known
     */
    DropCount(LongSupplier kernel) {
        this.kernel = kernel;
    }

    /** By how many it has risen since the last look. */
    synchronized long look() {
        long now = kernel.getAsLong();
        if (now < 0) {
            return 0;
        }
        long risen = (now - last) & WRAP_MASK;
        last = now;
        total += risen;
        return risen;
    }

    /** As of the last look. */
    synchronized long total() {
        return total;
    }
}
