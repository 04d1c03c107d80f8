package io.logdrive.ingest.listen;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who may connect: so many at once in all, and so many from one address.
 *
 * <p>Thread-safe.
 */
final class Admission {
    /** What a connection is told. Immutable. */
    enum Answer {
        ADMITTED(""),
        TOO_MANY("connections-max"),
        /** Fewer than configured, because the process may not open more descriptors. */
        TOO_FEW_DESCRIPTORS("descriptors"),
        TOO_MANY_OF_ADDRESS("connections-per-address-max");

        private final String word;

        Answer(String word) {
            this.word = word;
        }

        /** The reason in the log and the metric. */
        String word() {
            return word;
        }
    }

    private final int configuredMax;
    private final int addressMax;
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private volatile int max;

    Admission(int max, int addressMax) {
        this.configuredMax = max;
        this.max = max;
        this.addressMax = addressMax;
    }

    /** From now on at most {@code lowered}, because there are too few descriptors. */
    void lowerTo(int lowered) {
        max = Math.min(configuredMax, lowered);
    }

    /** Asks for one connection more; who is admitted must {@link #leave}. */
    Answer enter(InetAddress address) {
        if (connections.incrementAndGet() > max) {
            connections.decrementAndGet();
            return max < configuredMax ? Answer.TOO_FEW_DESCRIPTORS : Answer.TOO_MANY;
        }
        if (byAddress.merge(address, 1, Integer::sum) > addressMax) {
            leave(address);
            return Answer.TOO_MANY_OF_ADDRESS;
        }
        return Answer.ADMITTED;
    }

    void leave(InetAddress address) {
        byAddress.computeIfPresent(address, (known, count) -> count == 1 ? null : count - 1);
        connections.decrementAndGet();
    }

    int connections() {
        return connections.get();
    }

    /** How many addresses have a connection. */
    int addresses() {
        return byAddress.size();
    }

    /** The limit behind a refusal. */
    int limit(Answer refusal) {
        return refusal == Answer.TOO_MANY_OF_ADDRESS ? addressMax : max;
    }
}
