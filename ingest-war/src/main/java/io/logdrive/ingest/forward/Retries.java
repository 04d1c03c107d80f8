package io.logdrive.ingest.forward;

import io.logdrive.ingest.queue.Delivery;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Chunks whose processing failed: they stay on loan and are processed again after a while, so that
 * others pass them meanwhile.
 *
 * <p>The failures are counted here and not by the broker, which counts deliveries: what was only on
 * loan when a connection broke is delivered again with its count unchanged. A restart forgets the
 * counts, because it may have brought the cure.
 *
 * <p>Confined to the forwarder's thread.
 */
final class Retries {
    /** A chunk whose processing failed this often is a dead letter. */
    static final int ATTEMPTS_MAX = 5;

    private static final int CHUNKS_MAX = 1_000;
    private static final long BYTES_MAX = 16L << 20;
    private static final double FIRST_MILLIS = 1_000;
    private static final double GROWTH = 1.5;
    private static final long MOST_MILLIS = 30_000;

    private final IntToLongFunction delayMillis;
    private final Map<String, Failing> byId = new HashMap<>();
    private final PriorityQueue<Failing> byDue =
            new PriorityQueue<>((one, other) -> Long.signum(one.dueNanos - other.dueNanos));
    private long bytes;

    /** None yet; they will wait as {@link #delayMillis} says. */
    Retries() {
        this(Retries::delayMillis);
    }

    /**
     * @param delayMillis the wait after so many failures
     */
    Retries(IntToLongFunction delayMillis) {
        this.delayMillis = delayMillis;
    }

    /** 1 s, and half as much again after each further failure, 30 s at most. */
    static long delayMillis(int failures) {
        return (long) Math.min(MOST_MILLIS, FIRST_MILLIS * Math.pow(GROWTH, failures - 1.0));
    }

    /** Whether so many wait that nothing more may be taken from the queue until one is due. */
    boolean isFull() {
        return byDue.size() >= CHUNKS_MAX || bytes >= BYTES_MAX;
    }

    /**
     * Counts a failure and lets the chunk wait for its next attempt.
     *
     * @return how often it has failed by now
     */
    int addFailure(Delivery delivery, long nowNanos) {
        Failing failing = byId.computeIfAbsent(delivery.id(), id -> new Failing(delivery));
        failing.delivery = delivery;
        failing.failures++;
        long delay = delayMillis.applyAsLong(failing.failures);
        failing.dueNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(delay);
        byDue.add(failing);
        bytes += delivery.chunk().body().length;
        return failing.failures;
    }

    /** Takes the chunk that has waited long enough; its failures stay counted. */
    @Nullable Delivery pollDue(long nowNanos) {
        Failing first = byDue.peek();
        if (first == null || first.dueNanos - nowNanos > 0) {
            return null;
        }
        byDue.remove();
        bytes -= first.delivery.chunk().body().length;
        return first.delivery;
    }

    /**
     * Lets what was delivered anew wait instead of the earlier delivery of the same message.
     *
     * @return the earlier one, or null when that message does not wait
     */
    @Nullable Delivery replace(Delivery again) {
        Failing waiting = byId.isEmpty() ? null : byId.get(again.id());
        if (waiting == null || !byDue.contains(waiting)) {
            return null;
        }
        Delivery earlier = waiting.delivery;
        bytes += again.chunk().body().length - earlier.chunk().body().length;
        waiting.delivery = again;
        return earlier;
    }

    /** Forgets the failures of a chunk: it was processed, or is a dead letter now. */
    void forget(Delivery delivery) {
        Failing failing = byId.isEmpty() ? null : byId.remove(delivery.id());
        if (failing != null && byDue.remove(failing)) {
            bytes -= failing.delivery.chunk().body().length;
        }
    }

    /** A chunk that failed. Compared by identity. */
    private static final class Failing {
        private Delivery delivery;
        private int failures;
        private long dueNanos;

        Failing(Delivery delivery) {
            this.delivery = delivery;
        }
    }
}
