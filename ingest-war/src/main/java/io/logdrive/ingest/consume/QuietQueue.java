package io.logdrive.ingest.consume;

import io.logdrive.ingest.queue.QueueDepth;
import io.logdrive.ingest.queue.Volume;
import java.util.concurrent.TimeUnit;

/**
 * Sees when a consumer's queue is empty: its depth, which a crash may have left too high, is put
 * right then.
 *
 * <p>Confined to the consumer's thread.
 */
final class QuietQueue {
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final QueueDepth depth;
    private final ConsumerEvents events;
    private Volume lastEnqueued = Volume.NONE;
    private long sinceNanos = System.nanoTime();

    QuietQueue(QueueDepth depth, ConsumerEvents events) {
        this.depth = depth;
        this.events = events;
    }

    /** A chunk came. */
    void moved() {
        sinceNanos = System.nanoTime();
    }

    /**
     * No chunk came.
     *
     * @param idle whether the queue is connected and nothing of it is on loan
     */
    void look(boolean idle) {
        Volume enqueued = depth.enqueued();
        if (!idle || !enqueued.equals(lastEnqueued)) {
            lastEnqueued = enqueued;
            moved();
        } else if (System.nanoTime() - sinceNanos > SETTLE_NANOS) {
            Volume missing = depth.settle();
            if (missing.chunks() > 0) {
                events.missing(missing);
            }
            moved();
        }
    }
}
