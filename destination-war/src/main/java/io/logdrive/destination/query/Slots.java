package io.logdrive.destination.query;

import java.util.concurrent.Semaphore;

/** So many of something at the same time. Thread-safe. */
final class Slots {
    private final String what;
    private final int max;
    private final Semaphore free;

    Slots(String what, int max) {
        this.what = what;
        this.max = max;
        this.free = new Semaphore(max);
    }

    /**
     * Takes one.
     *
     * @throws QueryProblem 429 when none is free
     */
    void take() {
        if (!free.tryAcquire()) {
            throw QueryProblem.tooMany(
                    what + ": expected one of " + max + " slots free, found none");
        }
    }

    /** Gives one back that was taken. */
    void giveBack() {
        free.release();
    }

    /** How many are taken. */
    int taken() {
        return max - free.availablePermits();
    }
}
