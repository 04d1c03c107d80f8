package io.logdrive.ingest.queue;

import org.jspecify.annotations.Nullable;

/**
 * One run of a broker, from its start to its failure or stop.
 *
 * <p>Artemis goes on to confirm for a moment after a write to a page has failed, and among what it
 * confirms is the very message that was not written (RELIABILITY M6; {@code NIOSequentialFile}
 * reports the error and returns as if it had written). It reports before it returns, though, so a
 * confirmation that comes while its life is intact is one to trust, and no other is.
 *
 * <p>Thread-safe.
 */
final class BrokerLife {
    private volatile @Nullable String failure;
    private volatile boolean failedBySystem;

    /** From here on nothing of this life is confirmed. */
    void fail(String reason) {
        failure = reason;
    }

    /** The same, for this cause. */
    void fail(String reason, @Nullable Throwable cause) {
        failedBySystem |= SystemFailure.isIn(cause);
        fail(reason);
    }

    /** Whether it failed because the system refused to read or write, whatever is in the files. */
    boolean failedBySystem() {
        return failedBySystem;
    }

    boolean isIntact() {
        return failure == null;
    }

    /** Why it failed, or null when it did not. */
    @Nullable String failure() {
        return failure;
    }
}
