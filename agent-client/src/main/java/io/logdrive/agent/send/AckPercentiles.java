package io.logdrive.agent.send;

/**
 * How long lines were on their way: from the first time that their chunk was handed over whole to
 * its acknowledgement, in microseconds, each line counting once.
 *
 * <p>Immutable.
 */
public record AckPercentiles(
        long p50Micros, long p90Micros, long p99Micros, long p999Micros, long maxMicros) {}
