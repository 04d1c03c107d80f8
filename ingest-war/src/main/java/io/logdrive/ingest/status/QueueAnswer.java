package io.logdrive.ingest.status;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code GET /ingest/queue} (API.md, "Ingest").
 *
 * <p>Immutable.
 *
 * @param depth what is in the queue
 * @param oldestAgeSeconds how long the oldest chunk has waited; null when the queue is empty
 * @param linesPerSecondIn over the last ten seconds
 * @param linesPerSecondOut over the last ten seconds
 * @param drainSeconds the time to empty the queue at the present rates; null when it does not
 *     shrink
 * @param batchesInFlight batches sent and not yet acknowledged
 * @param broker {@code up} or {@code down}
 * @param destination {@code connected} or {@code unreachable}
 */
@JsonbPropertyOrder({
    "depth",
    "oldestAgeSeconds",
    "linesPerSecondIn",
    "linesPerSecondOut",
    "drainSeconds",
    "batchesInFlight",
    "broker",
    "destination"
})
public record QueueAnswer(
        Depth depth,
        @Nullable Double oldestAgeSeconds,
        double linesPerSecondIn,
        double linesPerSecondOut,
        @Nullable Double drainSeconds,
        int batchesInFlight,
        String broker,
        String destination) {

    /** An amount of queued data. Immutable. */
    public record Depth(long lines, long chunks, long bytes) {}
}
