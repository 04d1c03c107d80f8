package io.logdrive.ingest.queue;

import java.util.List;

/**
 * Some dead letters, the latest first.
 *
 * <p>Immutable.
 *
 * @param letters without their bytes
 * @param more whether there are older ones
 * @param count all that are meant, of those that were looked at
 * @param lines the lines in them
 * @param untilMillis when the last of them died, milliseconds since the epoch
 * @param partial whether there are newer ones that were not looked at in time
 */
public record DeadLetterPage(
        List<DeadLetter> letters,
        boolean more,
        long count,
        long lines,
        long untilMillis,
        boolean partial) {}
