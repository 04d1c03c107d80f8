package io.logdrive.ingest.queue;

import java.util.List;

/**
 * Some dead letters, the latest first.
 *
 * <p>Immutable.
 *
 * @param letters without their bytes
 * @param more whether there are older ones
 * @param count all of them that were looked at
 * @param lines the lines in all that were looked at
 * @param partial whether there are newer ones that were not looked at in time
 */
public record DeadLetterPage(
        List<DeadLetter> letters, boolean more, long count, long lines, boolean partial) {}
