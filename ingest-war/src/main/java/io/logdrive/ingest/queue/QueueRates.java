package io.logdrive.ingest.queue;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lines per second into and out of the queue, over the last ten samples.
 *
 * <p>Thread-safe.
 */
public final class QueueRates {
    private static final int SAMPLES_MAX = 11;
    private static final double NANOS_PER_SECOND = 1e9;

    private final QueueDepth depth;

    @GuardedBy("this")
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Rates of {@code depth}, once it is sampled. */
    public QueueRates(QueueDepth depth) {
        this.depth = depth;
    }

    /** Takes a sample; called about once a second. */
    public synchronized void sample(long nowNanos) {
        samples.addLast(
                new Sample(nowNanos, depth.enqueued().lines(), depth.acknowledged().lines()));
        if (samples.size() > SAMPLES_MAX) {
            samples.removeFirst();
        }
    }

    /** Lines per second that became durable. */
    public synchronized double in() {
        return samples.size() < 2
                ? 0
                : (samples.getLast().in() - samples.getFirst().in()) / seconds();
    }

    /** Lines per second that the destination acknowledged. */
    public synchronized double out() {
        return samples.size() < 2
                ? 0
                : (samples.getLast().out() - samples.getFirst().out()) / seconds();
    }

    @GuardedBy("this")
    private double seconds() {
        return (samples.getLast().nanos() - samples.getFirst().nanos()) / NANOS_PER_SECOND;
    }

    /** The totals at one moment. Immutable. */
    private record Sample(long nanos, long in, long out) {}
}
