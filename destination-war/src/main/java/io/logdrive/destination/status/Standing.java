package io.logdrive.destination.status;

import io.logdrive.payara.figures.Since;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The state, and since when it is that.
 *
 * <p>Thread-safe.
 */
final class Standing {
    /** A little longer than a batch waits at ingest for more lines (10 s), or it would flutter. */
    static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Since<State> since;

    Standing(Clock clock) {
        this.since = new Since<>(clock);
    }

    /**
     * Looks what it is.
     *
     * @param reason why nothing can be stored; empty: it can
     * @param waitingBatches received and not committed
     * @param quietNanos since the last commit, MAX_VALUE when there was none
     */
    Now look(String reason, int waitingBatches, long quietNanos) {
        State state = State.IDLE;
        if (!reason.isEmpty()) {
            state = State.WAITING;
        } else if (waitingBatches > 0 || quietNanos < QUIET_NANOS) {
            state = State.STORING;
        }
        return new Now(state, reason, since.look(state));
    }

    /** What it is. Immutable. */
    record Now(State state, String reason, Instant since) {}
}
