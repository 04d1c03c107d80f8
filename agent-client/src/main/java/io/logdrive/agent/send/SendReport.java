package io.logdrive.agent.send;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What became of a run.
 *
 * @param cause why it ended
 * @param bytes handed to the operating system
 * @param connectFailures attempts to connect that failed
 * @param lastFailure the last one's reason, empty if there was none
 * @param sendNanos from the start until nothing more was to be sent
 * @param totalNanos until the last confirmation, or the end of the wait for it
 * @param ends how many sessions ended how
 * @param connections by index
 * @param ackPercentiles null on the plain wire, and when nothing was acknowledged
 *     <p>Immutable.
 */
public record SendReport(
        StopCause cause,
        long bytes,
        long connectFailures,
        String lastFailure,
        long sendNanos,
        long totalNanos,
        SentSpan span,
        Map<SessionEnd, Long> ends,
        List<ConnectionReport> connections,
        @Nullable AckPercentiles ackPercentiles) {
    public SendReport {
        ends = Map.copyOf(ends);
        connections = List.copyOf(connections);
    }

    /**
     * When the first and the last line were handed over, in nanoseconds after the start; -1 if none
     * was.
     *
     * <p>Immutable.
     */
    public record SentSpan(long firstNanos, long lastNanos) {}

    public long sent() {
        return sum(ConnectionReport::sent);
    }

    public long confirmed() {
        return sum(ConnectionReport::confirmed);
    }

    /** Sent on connections that the server did not close in order: they may have arrived or not. */
    public long unconfirmed() {
        return sum(ConnectionReport::unconfirmed);
    }

    /** Were due, but their connection was down or too slow. */
    public long unsent() {
        return sum(ConnectionReport::unsent);
    }

    /** Lines handed over again on the acknowledged wire. */
    public long resent() {
        return sum(c -> c.acknowledged() == null ? 0 : c.acknowledged().resent());
    }

    /** Lines of all sources that are acknowledged without a gap, in this run or before it. */
    public long position() {
        return sum(c -> c.acknowledged() == null ? 0 : c.acknowledged().position());
    }

    /** Whether the run ended because its lines did. */
    public boolean complete() {
        return cause == StopCause.LINES;
    }

    public long reconnects() {
        return sum(ConnectionReport::reconnects);
    }

    /** How many of the connections came up at least once. */
    public long connectionsSeen() {
        return connections.stream()
                .filter(c -> !c.sessions().isEmpty() || c.sessionsOmitted() > 0)
                .count();
    }

    /** Lines sent per second of the time it took to send them. */
    public double rate() {
        return sendNanos <= 0 ? 0 : sent() * 1e9 / sendNanos;
    }

    private long sum(ToLongFunction<ConnectionReport> figure) {
        return connections.stream().mapToLong(figure).sum();
    }
}
