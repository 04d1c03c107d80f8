package io.logdrive.destination.store;

import java.util.List;

/**
 * Some dead letters, the latest first.
 *
 * <p>Immutable.
 *
 * @param letters without their bytes
 * @param next where the next page begins: only those with a lower id; 0 when there is none
 * @param count all that are meant, of those that were looked at
 * @param untilMicros when the last of them died, microseconds since the epoch
 * @param partial whether there are so many that not all were looked at
 */
public record DeadLetterPage(
        List<DeadLetter> letters, long next, long count, long untilMicros, boolean partial) {
    /** Copies the letters. */
    public DeadLetterPage {
        letters = List.copyOf(letters);
    }
}
