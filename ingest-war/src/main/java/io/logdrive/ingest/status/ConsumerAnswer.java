package io.logdrive.ingest.status;

import io.logdrive.ingest.Ingest;
import io.logdrive.ingest.consume.ConsumerStatus;
import io.logdrive.ingest.queue.Volume;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One consumer of the queue in {@code GET /ingest/queue}.
 *
 * <p>Immutable.
 *
 * @param name its name, and that of its queue
 * @param type its kind; empty for a queue whose consumer is not configured
 * @param depth what is in its queue
 * @param oldestAgeSeconds how long the oldest chunk that it has taken has waited; null when none
 * @param linesPerSecondOut over the last ten seconds
 * @param lines lines given to it since the start; null where nobody counts them
 * @param state {@code running}, or a word for why it is not
 * @param reason why it is not running; empty while it is
 */
@JsonbPropertyOrder({
    "name",
    "type",
    "depth",
    "oldestAgeSeconds",
    "linesPerSecondOut",
    "lines",
    "state",
    "reason"
})
public record ConsumerAnswer(
        String name,
        String type,
        QueueAnswer.Depth depth,
        @Nullable Double oldestAgeSeconds,
        double linesPerSecondOut,
        @Nullable Long lines,
        String state,
        String reason) {
    private static final double MICROS_PER_SECOND = 1e6;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final String FORWARD = "forward";

    static List<ConsumerAnswer> all(Ingest ingest) {
        List<ConsumerAnswer> all = new ArrayList<>();
        boolean connected = ingest.forwarder().isConnected();
        all.add(
                new ConsumerAnswer(
                        FORWARD,
                        FORWARD,
                        depth(ingest.depth().snapshot()),
                        ageSeconds(ingest.forwarder().oldestReceivedMicros()),
                        ingest.rates().out(),
                        null,
                        connected ? "running" : "retrying",
                        connected ? "" : "destination unreachable"));
        ingest.consumers().statuses().forEach(status -> all.add(of(status)));
        return all;
    }

    static ConsumerAnswer of(ConsumerStatus status) {
        return new ConsumerAnswer(
                status.name(),
                status.type(),
                depth(status.depth()),
                ageSeconds(status.oldestReceivedMicros()),
                status.linesPerSecondOut(),
                status.lines(),
                status.state(),
                status.reason());
    }

    static QueueAnswer.Depth depth(Volume depth) {
        return new QueueAnswer.Depth(depth.lines(), depth.chunks(), depth.bytes());
    }

    /** Null for MAX_VALUE: there is none. */
    static @Nullable Double ageSeconds(long receivedMicros) {
        long now = Clock.systemUTC().millis() * MICROS_PER_MILLI;
        return receivedMicros == Long.MAX_VALUE
                ? null
                : Math.max(0, now - receivedMicros) / MICROS_PER_SECOND;
    }
}
