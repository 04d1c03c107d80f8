package io.logdrive.agent.send;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection that sends plain lines: what was handed over whole is off its hands, and never sent
 * again.
 *
 * <p>Confined to the thread that sends.
 */
final class LinesConnection extends Connection {
    private final LineSource source;
    private final SendBuffer buffer;

    LinesConnection(ConnectionTally tally, long linesMax, LineSource source, int bufferBytes) {
        super(tally, linesMax);
        this.source = source;
        this.buffer = new SendBuffer(bufferBytes);
    }

    @Override
    Pumped pump(Figures figures, long elapsedNanos) throws IOException {
        if (buffer.isEmpty()) {
            made(buffer.fill(source, owed()));
        }
        if (buffer.isEmpty()) {
            return Pumped.IDLE;
        }
        int bytes = channel().write(buffer.view());
        long lines = buffer.written();
        tally().sent(lines);
        figures.wrote(lines, bytes, elapsedNanos);
        if (!buffer.isEmpty()) {
            block();
            return Pumped.BLOCKED;
        }
        return owed() > 0 ? Pumped.MORE : Pumped.IDLE;
    }

    /** The wire has no answers; what a server says all the same is dropped. */
    @Override
    Received receive(ByteBuffer scratch, Figures figures, long elapsedNanos) throws IOException {
        scratch.clear();
        return channel().read(scratch) < 0 ? Received.END : Received.NOTHING;
    }

    @Override
    boolean settled() {
        return buffer.isEmpty();
    }

    /** A torn line is sent again from its start. */
    @Override
    void rewind() {
        buffer.rewind();
    }

    @Override
    boolean torn() {
        return buffer.midLine();
    }

    /** At the end of the run what is down stays down. */
    @Override
    boolean goesOn(boolean stopping) {
        return !stopping && !finished();
    }

    @Override
    boolean stuck() {
        return blocked();
    }

    @Override
    boolean confirmedByClose() {
        return true;
    }

    @Override
    long confirmedNanos() {
        return Long.MIN_VALUE / 2;
    }
}
