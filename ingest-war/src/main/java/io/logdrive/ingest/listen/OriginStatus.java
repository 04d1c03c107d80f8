package io.logdrive.ingest.listen;

import io.logdrive.wire.Origin;

/**
 * An origin of which lines came.
 *
 * <p>Immutable.
 *
 * @param origin as it was described last
 * @param connected whether the connection on which lines of it came last is open
 * @param firstMicros when its first lines came, of those this process remembers
 * @param lastMicros when its last lines came
 * @param lines how many came
 * @param linesPerSecond over the last ten seconds
 */
public record OriginStatus(
        Origin origin,
        boolean connected,
        long firstMicros,
        long lastMicros,
        long lines,
        double linesPerSecond) {}
