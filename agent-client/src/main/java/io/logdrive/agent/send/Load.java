package io.logdrive.agent.send;

/**
 * How many lines all connections together are to send, and when.
 *
 * <p>Immutable.
 */
public sealed interface Load permits Rate, Batches, Bursts {
    /** Whether nothing is ever due, everything may go at once. */
    boolean unpaced();

    /** The most lines that become due within a second. */
    long secondMax();

    /** Lines per second over a long time. */
    double mean();
}
