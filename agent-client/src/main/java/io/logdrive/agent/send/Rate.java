package io.logdrive.agent.send;

/**
 * How many lines a second all connections together send.
 *
 * <p>Immutable.
 */
public record Rate(long linesPerSecond) {
    /** More cannot be meant, and the pace's arithmetic stays within a long. */
    public static final long LINES_PER_SECOND_MAX = 100_000_000;

    /** As fast as the server takes them. */
    public static final Rate MAX = new Rate(Long.MAX_VALUE);

    public Rate {
        if (linesPerSecond < 1
                || (linesPerSecond > LINES_PER_SECOND_MAX && linesPerSecond != Long.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "rate: expected 1.." + LINES_PER_SECOND_MAX + ", found " + linesPerSecond);
        }
    }

    /** Whether it is {@link #MAX}, that is: nothing is ever due, everything may go at once. */
    public boolean unpaced() {
        return linesPerSecond == Long.MAX_VALUE;
    }
}
