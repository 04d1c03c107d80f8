package io.logdrive.agent.send;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells each connection of a loop which lines are due. A connection that cannot send is owed the
 * lines of one second and no more, so that a server that comes back meets no flood: what is due
 * beyond that stays unsent.
 *
 * <p>Confined to the thread that sends.
 */
final class Dues {
    private final @Nullable Pace pace;
    private final Share share;
    private final List<Connection> connections;
    private final long owedMax;
    private long passed;
    private long left;

    Dues(Load load, long durationNanos, Share share, List<Connection> connections) {
        this.pace = Pace.of(load, durationNanos);
        this.share = share;
        this.connections = connections;
        this.owedMax =
                load.unpaced() ? Long.MAX_VALUE : ceilDiv(load.secondMax(), share.connections());
        for (Connection connection : connections) {
            left += Math.min(connection.wanted(), Long.MAX_VALUE - left);
            if (pace == null) {
                connection.owe(connection.wanted());
            }
        }
    }

    boolean paced() {
        return pace != null;
    }

    /** Hands on what has become due; each connection that owes more goes to {@code ready}. */
    void pass(long elapsedNanos, Consumer<Connection> ready) {
        if (pace == null) {
            return;
        }
        long more = share.of(pace.due(elapsedNanos)) - passed;
        int count = connections.size();
        long rounds = more / count;
        long rest = more % count;
        for (int i = 0; i < Math.min(more, count); i++) {
            Connection connection = connections.get((int) ((passed + i) % count));
            pass(connection, rounds + (i < rest ? 1 : 0));
            ready.accept(connection);
        }
        passed += more;
    }

    private void pass(Connection connection, long due) {
        connection.tally().due(due);
        long lines = Math.min(due, Math.min(connection.wanted(), owedMax - connection.owed()));
        connection.owe(lines);
        left -= lines;
    }

    /** When the next line becomes due. */
    long nextNanos() {
        return pace == null || left == 0 ? Long.MAX_VALUE : pace.dueAt(share.line(passed));
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
