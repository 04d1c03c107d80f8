package io.logdrive.agent.send;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the lines of one connection over its sessions; here by the rules of the plain wire.
 *
 * <p>Confined to the thread that sends.
 */
class ConnectionTally {
    private final int index;
    private final long linesMax;
    private final int sessionsKept;
    private final List<SessionReport> sessions = new ArrayList<>(1);
    private final Map<SessionEnd, Long> ends = new EnumMap<>(SessionEnd.class);
    private long confirmed;
    private long unconfirmed;
    private long due;
    private long sessionCount;
    private int port;
    private long sessionLines;

    ConnectionTally(int index, long linesMax, int sessionsKept) {
        this.index = index;
        this.linesMax = linesMax;
        this.sessionsKept = sessionsKept;
    }

    /** A session began. */
    void opened(int localPort) {
        sessionCount++;
        port = localPort;
        sessionLines = 0;
    }

    /** Whether the session that goes on is not the first. */
    boolean again() {
        return sessionCount > 1;
    }

    void sent(long lines) {
        sessionLines += lines;
    }

    /** By the pace these lines should be sent now, whether the connection can or not. */
    void due(long lines) {
        due += Math.min(lines, linesMax - due);
    }

    /** The session ended: here, and nowhere else, its lines become confirmed or unconfirmed. */
    void closed(SessionEnd end) {
        if (end == SessionEnd.CONFIRMED) {
            confirmed += sessionLines;
        } else {
            unconfirmed += sessionLines;
        }
        ends.merge(end, 1L, Long::sum);
        if (sessions.size() < sessionsKept) {
            sessions.add(new SessionReport(port, sessionLines, end));
        }
        sessionLines = 0;
    }

    Map<SessionEnd, Long> ends() {
        return ends;
    }

    ConnectionReport report() {
        return report(confirmed, unconfirmed, null);
    }

    final ConnectionReport report(
            long safe, long unsafe, ConnectionReport.@Nullable Acknowledged acknowledged) {
        return new ConnectionReport(
                index,
                safe + unsafe,
                safe,
                unsafe,
                Math.max(0, due - safe - unsafe),
                Math.max(0, sessionCount - 1),
                sessions,
                sessionCount - sessions.size(),
                acknowledged);
    }
}
