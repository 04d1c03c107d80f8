package io.logdrive.agent.send;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of the lines of one of the run's connections, over all its sessions.
 *
 * @param index from 0
 * @param sent confirmed + unconfirmed; on the acknowledged wire each line once
 * @param confirmed on the acknowledged wire: acknowledged
 * @param unsent were due, but the connection was down or too slow
 * @param reconnects sessions after the first
 * @param sessions the first ones that are kept
 * @param sessionsOmitted how many more there were
 * @param acknowledged what else an acknowledged connection has to say; null on the plain wire
 *     <p>Immutable.
 */
public record ConnectionReport(
        int index,
        long sent,
        long confirmed,
        long unconfirmed,
        long unsent,
        long reconnects,
        List<SessionReport> sessions,
        long sessionsOmitted,
        @Nullable Acknowledged acknowledged) {
    public ConnectionReport {
        sessions = List.copyOf(sessions);
    }

    /**
     * Of an acknowledged connection.
     *
     * @param origin of its lines, over all sessions
     * @param name of their source, empty when it has none
     * @param resent lines handed over again
     * @param position sequences before it are all acknowledged, in this run or before it
     *     <p>Immutable.
     */
    public record Acknowledged(UUID origin, String name, long resent, long position) {}
}
