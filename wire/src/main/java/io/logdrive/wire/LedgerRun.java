package io.logdrive.wire;

import java.util.UUID;

/**
 * Consecutive sequences of one origin that share an outcome (DESIGN.md, section 3, the option
 * {@code ledger}).
 *
 * <p>Immutable.
 *
 * @param origin the origin
 * @param first the first sequence, 0 or more
 * @param count how many sequences, 1 or more
 * @param outcome what became of them
 */
public record LedgerRun(UUID origin, long first, long count, Outcome outcome) {
    /** Checks the bounds: {@code first >= 0}, {@code count >= 1}, no overflow of their sum. */
    public LedgerRun {
        if (first < 0 || count < 1 || first > Long.MAX_VALUE - count) {
            throw new IllegalArgumentException(
                    "ledger run of "
                            + origin
                            + ": expected first >= 0 and count >= 1, found first "
                            + first
                            + " and count "
                            + count);
        }
    }

    /** The last sequence of the run. */
    public long last() {
        return first + count - 1;
    }
}
