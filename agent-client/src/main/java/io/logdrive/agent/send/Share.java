package io.logdrive.agent.send;

/**
 * The lines that a run of neighbouring connections sends, when line {@code k} goes to connection
 * {@code k mod connections}.
 *
 * <p>Immutable.
 */
record Share(int first, int count, int connections) {
    Share {
        if (count < 1 || first < 0 || first + count > connections) {
            throw new IllegalArgumentException(
                    "share: expected a part of " + connections + ", found " + first + "+" + count);
        }
    }

    /** How many of the first {@code lines} lines of all connections are ours. */
    long of(long lines) {
        long rest = lines % connections - first;
        return lines / connections * count + Math.max(0, Math.min(count, rest));
    }

    /** The number among all lines of our own line {@code own}, from 0. */
    long line(long own) {
        return own / count * connections + first + own % count;
    }
}
