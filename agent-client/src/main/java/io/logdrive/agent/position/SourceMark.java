package io.logdrive.agent.position;

import java.util.UUID;

/**
 * How far one source is.
 *
 * @param origin the id of its lines' origin
 * @param source its name
 * @param acknowledged all sequences before it are acknowledged
 * @param attempted no sequence from it on was ever sent
 *     <p>Immutable.
 */
record SourceMark(UUID origin, String source, long acknowledged, long attempted) {
    SourceMark {
        if (acknowledged < 0 || attempted < acknowledged) {
            throw new IllegalArgumentException(
                    "source "
                            + source
                            + ": expected 0 <= acknowledged <= attempted, found "
                            + acknowledged
                            + " and "
                            + attempted);
        }
    }

    SourceMark withAttempted(long end) {
        return new SourceMark(origin, source, acknowledged, Math.max(attempted, end));
    }

    SourceMark withAcknowledged(long end) {
        return new SourceMark(origin, source, Math.max(acknowledged, end), attempted);
    }
}
