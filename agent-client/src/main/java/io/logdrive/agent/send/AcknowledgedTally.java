package io.logdrive.agent.send;

import java.util.function.LongSupplier;

/**
 * Counts the lines of one acknowledged connection: its sessions decide nothing about them, only
 * acknowledgements do.
 *
 * <p>Confined to the thread that sends.
 */
final class AcknowledgedTally extends ConnectionTally {
    private final AckStream stream;
    private LongSupplier position;
    private long sent;
    private long resent;
    private long acknowledged;

    AcknowledgedTally(int index, long linesMax, int sessionsKept, AckStream stream) {
        super(index, linesMax, sessionsKept);
        this.stream = stream;
        this.position = stream.position()::start;
    }

    /** Where to ask, at the end, up to which sequence all are acknowledged. */
    void position(LongSupplier end) {
        position = end;
    }

    /** Handed over whole, for the first time or again. */
    void sent(long lines, boolean fresh) {
        sent(lines);
        if (fresh) {
            sent += lines;
        } else {
            resent += lines;
        }
    }

    void acknowledged(long lines) {
        acknowledged += lines;
    }

    long acknowledged() {
        return acknowledged;
    }

    @Override
    ConnectionReport report() {
        return report(
                acknowledged,
                sent - acknowledged,
                new ConnectionReport.Acknowledged(
                        stream.origin(), stream.name(), resent, position.getAsLong()));
    }
}
