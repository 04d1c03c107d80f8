package io.logdrive.ingest.status;

import io.logdrive.ingest.listen.OriginStatus;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The body of {@code GET /ingest/origins}.
 *
 * <p>Immutable.
 *
 * @param origins who was heard last first
 * @param count how many there are
 * @param partial whether there are more than are shown
 */
@JsonbPropertyOrder({"origins", "count", "partial"})
public record OriginsAnswer(List<Seen> origins, int count, boolean partial) {

    static OriginsAnswer of(List<OriginStatus> statuses, int limit) {
        return new OriginsAnswer(
                statuses.stream().limit(limit).map(Seen::of).toList(),
                statuses.size(),
                statuses.size() > limit);
    }

    /**
     * An origin of which lines came.
     *
     * <p>Immutable.
     *
     * @param origin its id; of a foreign sender's chunks that of the last one
     * @param kind what sort of stream it is
     * @param name for people; may be empty
     * @param host the sender's; may be empty
     * @param peer the sender's {@code host:port}
     * @param connected whether the connection on which it was heard last is open
     * @param firstSeen when its first lines came, of those that are remembered, RFC 3339
     * @param lastSeen when its last lines came
     * @param lines how many came
     * @param linesPerSecond over the last ten seconds
     */
    @JsonbPropertyOrder({
        "origin",
        "kind",
        "name",
        "host",
        "peer",
        "connected",
        "firstSeen",
        "lastSeen",
        "lines",
        "linesPerSecond"
    })
    public record Seen(
            String origin,
            String kind,
            String name,
            String host,
            String peer,
            boolean connected,
            String firstSeen,
            String lastSeen,
            long lines,
            double linesPerSecond) {

        static Seen of(OriginStatus status) {
            return new Seen(
                    status.origin().id().toString(),
                    status.origin().kind().word(),
                    status.origin().name(),
                    status.origin().host(),
                    status.origin().peer(),
                    status.connected(),
                    time(status.firstMicros()),
                    time(status.lastMicros()),
                    status.lines(),
                    status.linesPerSecond());
        }

        private static String time(long micros) {
            return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
        }
    }
}
