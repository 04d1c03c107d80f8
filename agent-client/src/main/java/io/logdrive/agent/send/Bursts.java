package io.logdrive.agent.send;

import java.time.Duration;

/**
 * Lines at a steady rate, and bursts besides.
 *
 * <p>Immutable.
 */
public record Bursts(Rate steady, Burst burst) implements Load {
    /**
     * Lines at another rate, for some time from the start on and again after each {@code every}.
     *
     * <p>Immutable.
     */
    public record Burst(Rate rate, Duration length, Duration every) {
        public Burst {
            if (rate.unpaced()) {
                throw new IllegalArgumentException("burst: expected a rate, found max");
            }
            if (length.toNanos() < 1 || length.compareTo(every) > 0) {
                throw new IllegalArgumentException(
                        "burst: expected it to last at most " + every + ", found " + length);
            }
        }
    }

    public Bursts {
        if (steady.unpaced()) {
            throw new IllegalArgumentException("bursts: expected a steady rate, found max");
        }
    }

    @Override
    public boolean unpaced() {
        return false;
    }

    @Override
    public long secondMax() {
        return steady.secondMax() + burst.rate().secondMax();
    }

    @Override
    public double mean() {
        return steady.mean()
                + burst.rate().mean() * burst.length().toNanos() / burst.every().toNanos();
    }
}
