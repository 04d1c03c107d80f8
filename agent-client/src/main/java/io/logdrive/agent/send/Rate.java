package io.logdrive.agent.send;

/**
 * So many lines a second, one after the other.
 *
 * <p>Immutable.
 */
public record Rate(long linesPerSecond) implements Load {
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

    /** Whether it is {@link #MAX}. */
    @Override
    public boolean unpaced() {
        return linesPerSecond == Long.MAX_VALUE;
    }

    @Override
    public long secondMax() {
        return linesPerSecond;
    }

    @Override
    public double mean() {
        return linesPerSecond;
    }
}
