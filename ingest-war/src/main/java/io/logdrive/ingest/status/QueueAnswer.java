package io.logdrive.ingest.status;

import io.logdrive.ingest.listen.SyslogUdpStatus;
import io.logdrive.ingest.queue.GuardStatus;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
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
 * @param connections open TCP connections to the intake
 * @param batchesInFlight batches sent and not yet acknowledged
 * @param deadLetters chunks that could not be processed; null when only the broker knows
 * @param broker {@code up} or {@code down}
 * @param guard whether the queue's disk lets chunks in
 * @param destination {@code connected} or {@code unreachable}
 * @param destinationSince since when it is that, RFC 3339
 * @param diskSecondsLeft seconds until the queue, growing as in the last minute, has filled its
 *     disk down to the reserve; null when it does not grow, or in more than 30 days
 * @param syslogUdp the socket for syslog over UDP; null when there is none
 * @param consumers each consumer of the queue, the forwarder first
 * @param started when ingest was started, RFC 3339
 * @param version of Logdrive
 */
@JsonbPropertyOrder({
    "depth",
    "oldestAgeSeconds",
    "linesPerSecondIn",
    "linesPerSecondOut",
    "drainSeconds",
    "connections",
    "batchesInFlight",
    "deadLetters",
    "broker",
    "guard",
    "destination",
    "destinationSince",
    "diskSecondsLeft",
    "syslogUdp",
    "consumers",
    "started",
    "version"
})
public record QueueAnswer(
        Depth depth,
        @Nullable Double oldestAgeSeconds,
        double linesPerSecondIn,
        double linesPerSecondOut,
        @Nullable Double drainSeconds,
        int connections,
        int batchesInFlight,
        @Nullable Long deadLetters,
        String broker,
        Guard guard,
        String destination,
        String destinationSince,
        @Nullable Double diskSecondsLeft,
        @Nullable SyslogUdp syslogUdp,
        List<ConsumerAnswer> consumers,
        String started,
        String version) {

    /**
     * What the guard of the queue's disk says.
     *
     * <p>Immutable.
     *
     * @param state {@code accepting}, {@code waiting-for-disk} or {@code broker-stopped}
     * @param reason why it does not accept; empty while it does
     * @param since when the state began, RFC 3339
     * @param freeBytes bytes free on the queue's disk
     * @param reserveBytes bytes that must be free for chunks to be taken
     * @param damaged folders below {@code broker/} with what could not be read
     */
    @JsonbPropertyOrder({"state", "reason", "since", "freeBytes", "reserveBytes", "damaged"})
    public record Guard(
            String state,
            String reason,
            String since,
            long freeBytes,
            long reserveBytes,
            List<String> damaged) {

        static Guard of(GuardStatus status, Instant since) {
            return new Guard(
                    status.state().word(),
                    status.reason(),
                    since.toString(),
                    status.freeBytes(),
                    status.reserveBytes(),
                    status.damaged());
        }
    }

    /**
     * The socket for syslog over UDP.
     *
     * <p>Immutable.
     *
     * @param address where it is bound
     * @param receiveBufferBytes what the kernel keeps for it
     * @param kernelDrops datagrams that the kernel threw away because they were full; null when it
     *     does not say
     */
    @JsonbPropertyOrder({"address", "receiveBufferBytes", "kernelDrops"})
    public record SyslogUdp(String address, int receiveBufferBytes, @Nullable Long kernelDrops) {

        static @Nullable SyslogUdp of(@Nullable SyslogUdpStatus status) {
            return status == null
                    ? null
                    : new SyslogUdp(
                            status.address(),
                            status.receiveBuffer(),
                            status.kernelDrops() < 0 ? null : status.kernelDrops());
        }
    }

    /** An amount of queued data. Immutable. */
    public record Depth(long lines, long chunks, long bytes) {}
}
