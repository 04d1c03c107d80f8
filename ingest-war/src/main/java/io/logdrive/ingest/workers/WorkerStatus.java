package io.logdrive.ingest.workers;

/**
 * What a worker says of itself.
 *
 * <p>Immutable.
 *
 * @param id the name of its thread; empty: it has not begun
 * @param state what it does
 * @param lines that it has carried since the start
 * @param linesPerSecond over the last ten seconds
 * @param saidMillis when it said so, milliseconds since the epoch
 */
public record WorkerStatus(
        String id, String state, long lines, double linesPerSecond, long saidMillis) {}
