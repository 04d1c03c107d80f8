package io.logdrive.ingest;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.logdrive.ingest.queue.GuardState;
import io.logdrive.ingest.queue.QueueFigures;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds ingest's own figures against each other while it runs: what came in is what went out, is in
 * memory or in the queue (RELIABILITY.md, "Run-time invariants").
 *
 * <p>Figures of one lock must be equal. Figures of several parts are read in the order in which a
 * line passes them backwards, so that in motion the earlier part can only be ahead; they must be
 * equal when neither has moved between two looks.
 *
 * <p>Thread-safe.
 */
final class Invariants {
    private static final System.Logger LOGGER = System.getLogger(Invariants.class.getName());

    /** The guard looks four times a second; an I/O stall of its disk may take some seconds. */
    private static final long LOOK_AGE_MAX = Duration.ofSeconds(30).toNanos();

    /** A chunk is counted by its listener a moment after the queue took it. */
    private static final long REST_MIN = Duration.ofSeconds(5).toNanos();

    private final MeterRegistry registry;
    private final long memoryBytesMax;

    @GuardedBy("this")
    private @Nullable Figures previous;

    @GuardedBy("this")
    private List<String> violations = List.of();

    /** Invariants of a queue that may hold {@code memoryBytesMax} bytes in memory. */
    Invariants(MeterRegistry registry, long memoryBytesMax) {
        this.registry = registry;
        this.memoryBytesMax = memoryBytesMax;
        registry.gauge("logdrive.ingest.invariants.violated", this, i -> i.violations().size());
    }

    /**
     * Looks at all of them.
     *
     * @return what does not hold
     */
    synchronized List<String> check(Figures now) {
        List<String> found = new ArrayList<>();
        checkMemory(now.queue(), found);
        checkFramed(now, found);
        atMost("acknowledged-by-destination", now.acknowledgedLines(), now.answeredLines(), found);
        atMost("confirmed-and-enqueued", now.queue().confirmedLines(), now.enqueuedLines(), found);
        if (now.guard() == GuardState.ACCEPTING) {
            atMost("age-of-the-look-at-the-disk", now.lookAgeNanos(), LOOK_AGE_MAX, found);
        }
        previous = now;
        violations = List.copyOf(found);
        return violations;
    }

    /** What did not hold at the last look. */
    synchronized List<String> violations() {
        return violations;
    }

    private void checkMemory(QueueFigures queue, List<String> found) {
        long gone = queue.confirmedLines() + queue.duplicateLines();
        equal("accepted", queue.acceptedLines(), gone + queue.memoryLines(), found);
        if (queue.memoryChunks() > 1) {
            atMost("memory-bytes", queue.memoryBytes(), memoryBytesMax, found);
        }
    }

    @GuardedBy("this")
    private void checkFramed(Figures now, List<String> found) {
        atMost("framed", now.framedLines(), now.queue().acceptedLines(), found);
        Figures before = previous;
        boolean rest =
                before != null
                        && now.nanos() - before.nanos() >= REST_MIN
                        && before.framedLines() == now.framedLines()
                        && before.queue().acceptedLines() == now.queue().acceptedLines();
        if (rest) {
            equal("framed-at-rest", now.framedLines(), now.queue().acceptedLines(), found);
        }
    }

    private void equal(String invariant, long left, long right, List<String> found) {
        if (left != right) {
            violated(invariant, left, "= " + right, found);
        }
    }

    private void atMost(String invariant, long left, long right, List<String> found) {
        if (left > right) {
            violated(invariant, left, "<= " + right, found);
        }
    }

    private void violated(String invariant, long value, String expected, List<String> found) {
        String text = invariant + ": expected " + expected + ", found " + value;
        found.add(text);
        registry.counter("logdrive.ingest.invariant.violations", "invariant", invariant)
                .increment();
        LOGGER.log(System.Logger.Level.ERROR, "invariant-violated " + text);
    }

    /**
     * What the parts have counted since this process started, read from the last part to the first.
     *
     * <p>Immutable.
     *
     * @param nanos when they were read
     * @param acknowledgedLines lines of the chunks that left the queue
     * @param answeredLines lines that the destination acknowledged, or that became dead letters
     * @param framedLines lines of the chunks that listeners saw taken
     * @param queue the queue's figures
     * @param enqueuedLines lines that entered the queue
     * @param guard the state of the disk's guard
     * @param lookAgeNanos how long ago it looked
     */
    record Figures(
            long nanos,
            long acknowledgedLines,
            long answeredLines,
            long framedLines,
            QueueFigures queue,
            long enqueuedLines,
            GuardState guard,
            long lookAgeNanos) {}
}
