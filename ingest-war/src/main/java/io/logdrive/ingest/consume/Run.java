package io.logdrive.ingest.consume;

import io.logdrive.wire.OriginKind;
import java.util.UUID;

/**
 * Consecutive sequences of one origin that are in a consumer's output.
 *
 * <p>Immutable.
 *
 * @param origin the origin's id
 * @param kind what sort of stream it is: says whether it may be sent again
 * @param seenMillis when the last of them was committed
 * @param first the first sequence
 * @param end behind the last
 */
record Run(UUID origin, OriginKind kind, long seenMillis, long first, long end) {
    /** Checks that there is at least one sequence. */
    Run {
        if (first < 0 || end <= first) {
            throw new IllegalArgumentException(
                    "run of "
                            + origin
                            + ": expected sequences from 0 on, found "
                            + first
                            + " to "
                            + end);
        }
    }
}
