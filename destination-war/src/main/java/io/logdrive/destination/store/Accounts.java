package io.logdrive.destination.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.logdrive.wire.Outcome;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the writer did since it started, in sequences, and the relations that must hold between the
 * figures at any moment (RELIABILITY.md, "Run-time invariants").
 *
 * <p>Thread-safe.
 */
final class Accounts {
    private final LongSupplier received;

    @GuardedBy("this")
    private long committed;

    @GuardedBy("this")
    private long acknowledged;

    @GuardedBy("this")
    private long accounted;

    @GuardedBy("this")
    private long acknowledgedBefore;

    @GuardedBy("this")
    private long committedBefore;

    /**
     * @param received sequences of the batches accepted so far
     */
    Accounts(LongSupplier received) {
        this.received = received;
    }

    /** A group of so many sequences was committed, and this is what became of them. */
    synchronized void committed(long sequences, Group.Tally tally) {
        committed += sequences;
        accounted += tally.already();
        for (Outcome outcome : Outcome.values()) {
            accounted += tally.of(outcome);
        }
    }

    synchronized void acknowledged(long sequences) {
        acknowledged += sequences;
    }

    /** Null when all holds; else what does not. To be asked by one thread. */
    @Nullable String violation() {
        long nowAcknowledged;
        long nowCommitted;
        long nowAccounted;
        boolean shrunk;
        synchronized (this) {
            nowAcknowledged = acknowledged;
            nowCommitted = committed;
            nowAccounted = accounted;
            shrunk = acknowledged < acknowledgedBefore || committed < committedBefore;
            acknowledgedBefore = acknowledged;
            committedBefore = committed;
        }
        // Asked last: it only grows, so that what is committed is among it.
        long nowReceived = received.getAsLong();
        if (shrunk || nowAcknowledged > nowCommitted || nowCommitted > nowReceived) {
            return "accounts: expected acknowledged <= committed <= received, growing, found "
                    + nowAcknowledged
                    + ", "
                    + nowCommitted
                    + ", "
                    + nowReceived;
        }
        if (nowAccounted != nowCommitted) {
            return "accounts: expected stored + already stored + filtered + dead = committed, found"
                    + " "
                    + nowAccounted
                    + " and "
                    + nowCommitted;
        }
        return null;
    }
}
