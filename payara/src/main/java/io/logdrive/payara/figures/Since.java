package io.logdrive.payara.figures;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Since when something is as it is, as far as anybody looked.
 *
 * <p>Thread-safe.
 *
 * @param <T> what it can be
 */
public final class Since<T> {
    private final Clock clock;

    @GuardedBy("this")
    private @Nullable T value;

    @GuardedBy("this")
    private Instant since;

    /** Begins now, being nothing yet. */
    public Since(Clock clock) {
        this.clock = clock;
        this.since = now(clock);
    }

    /** Says what it is now; since when. */
    public synchronized Instant look(T present) {
        if (value == null) {
            value = present;
        } else if (!Objects.equals(value, present)) {
            value = present;
            since = now(clock);
        }
        return since;
    }

    private static Instant now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
