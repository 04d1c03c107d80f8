package io.logdrive.agent.send;

import java.util.List;

/**
 * What became of the lines of one of the run's connections, over all its sessions.
 *
 * @param index from 0
 * @param sent confirmed + unconfirmed
 * @param unsent were due, but the connection was down or too slow
 * @param reconnects sessions after the first
 * @param sessions the first ones that are kept
 * @param sessionsOmitted how many more there were
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
        long sessionsOmitted) {
    public ConnectionReport {
        sessions = List.copyOf(sessions);
    }
}
