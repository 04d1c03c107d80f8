package io.logdrive.agent.send;

import io.logdrive.wire.ChunkName;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.LineChunkEncoder;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * A connection that speaks Forward (wire/PROTOCOL.md, "An agent's chunk"): its lines are off its
 * hands when they are acknowledged, and until then are sent again in each new session, under the
 * same names.
 *
 * <p>Confined to the thread that sends.
 */
final class AcknowledgedConnection extends Connection {
    /** What a chunk of one line needs besides the line: names of 255 bytes and all else. */
    static final int CHUNK_BYTES_BESIDES = 800;

    private static final int NAME_CHARS_MAX = 63;
    private static final byte[] HEARTBEAT = ForwardCodec.encodeHeartbeat();

    private final AcknowledgedTally tally;
    private final AckStream stream;
    private final LineChunkEncoder encoder;
    private final Window window;
    private final ChunkBuffers buffers;
    private final LongSupplier epochMicros;
    private final LongSupplier nanoTime;
    private Answers answers = new Answers();
    private long next;
    private boolean heartbeatDue;
    private long sentNanos;
    private long heardNanos;
    private long acknowledgedNanos = Long.MIN_VALUE / 2;

    /** What it has to work with. Confined to the thread that sends. */
    record Means(
            int windowChunks,
            ChunkBuffers buffers,
            LongSupplier epochMicros,
            LongSupplier nanoTime) {}

    AcknowledgedConnection(AcknowledgedTally tally, long linesMax, AckStream stream, Means means) {
        super(tally, linesMax);
        this.tally = tally;
        this.stream = stream;
        this.window = new Window(means.windowChunks());
        this.buffers = means.buffers();
        this.epochMicros = means.epochMicros();
        this.nanoTime = means.nanoTime();
        this.next = stream.position().start();
        tally.position(() -> window.acknowledgedEnd(next));
        this.encoder =
                new LineChunkEncoder(
                        new Origin(
                                stream.origin(),
                                OriginKind.AGENT,
                                "",
                                cut(stream.host()),
                                cut(stream.name())));
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), NAME_CHARS_MAX));
    }

    @Override
    void connected(long elapsedNanos) {
        super.connected(elapsedNanos);
        answers = new Answers();
        heartbeatDue = false;
        sentNanos = elapsedNanos;
        heardNanos = elapsedNanos;
    }

    @Override
    Pumped pump(Figures figures, long elapsedNanos) throws IOException {
        if (window.next() == null) {
            make();
        }
        if (heartbeatDue && !window.torn()) {
            if (channel().write(ByteBuffer.wrap(HEARTBEAT)) == 0) {
                block();
                return Pumped.BLOCKED;
            }
            heartbeatDue = false;
            sentNanos = elapsedNanos;
        }
        SentChunk chunk = window.next();
        if (chunk == null) {
            return Pumped.IDLE;
        }
        // Not the turn's time, for making the chunk is no part of what its acknowledgement takes;
        // and not after the write, for by then the server may have answered.
        long writeNanos = nanoTime.getAsLong();
        int bytes = channel().write(chunk.frame());
        if (bytes > 0) {
            sentNanos = elapsedNanos;
        }
        if (chunk.frame().hasRemaining()) {
            figures.wrote(0, bytes, elapsedNanos);
            block();
            return Pumped.BLOCKED;
        }
        window.handedOver();
        boolean fresh = chunk.handedOver(writeNanos);
        tally.sent(chunk.lines(), fresh);
        figures.wrote(fresh ? chunk.lines() : 0, bytes, elapsedNanos);
        CrashPoint.SENT.pass();
        return window.next() != null || canMake() ? Pumped.MORE : Pumped.IDLE;
    }

    private boolean canMake() {
        return owed() > 0 && !window.isFull();
    }

    /** Makes one chunk of lines that are owed, if there is room for it. */
    private void make() {
        if (!canMake()) {
            return;
        }
        byte[] buffer = buffers.take();
        LineSource source = stream.source();
        encoder.begin(buffer, epochMicros.getAsLong());
        int lineBytesMax = source.lineBytesMax();
        while (encoder.lines() < owed() && encoder.room() >= lineBytesMax) {
            // The source ends the line by a newline, which on this wire is no part of it.
            encoder.lineEnd(source.put(buffer, encoder.lineStart()) - 1);
        }
        int lines = encoder.lines();
        attempt(next + lines);
        window.add(Window.chunk(buffer, encoder.finish(next), next, lines));
        next += lines;
        made(lines);
    }

    /** Without its position an agent must not go on: it would not know what it has sent. */
    private void attempt(long end) {
        try {
            stream.position().attempt(end);
        } catch (IOException e) {
            throw new UncheckedIOException("position: expected to write it, found " + e, e);
        }
    }

    @Override
    Received receive(ByteBuffer scratch, Figures figures, long elapsedNanos) throws IOException {
        scratch.clear();
        int count = channel().read(scratch);
        if (count <= 0) {
            return count < 0 ? Received.END : Received.NOTHING;
        }
        heardNanos = elapsedNanos;
        long before = tally.acknowledged();
        long readNanos = nanoTime.getAsLong();
        answers.read(scratch.flip(), name -> acknowledged(name, figures, readNanos));
        if (tally.acknowledged() == before) {
            return Received.NOTHING;
        }
        acknowledgedNanos = elapsedNanos;
        stream.position().acknowledge(window.acknowledgedEnd(next));
        return Received.ANSWER;
    }

    /** A name that we do not wait for in this session changes nothing. */
    private void acknowledged(String name, Figures figures, long readNanos) {
        ChunkName.Sequence sequence = ChunkName.parse(name);
        if (sequence == null || !sequence.origin().equals(stream.origin())) {
            return;
        }
        SentChunk chunk = window.acknowledge(sequence.first());
        if (chunk != null) {
            tally.acknowledged(chunk.lines());
            figures.acknowledged(chunk.lines(), readNanos - chunk.handedOverNanos());
            buffers.giveBack(chunk.frame().array());
        }
    }

    /** Whether it was silent for so long that a heartbeat is to be sent. */
    boolean beat(long elapsedNanos, long afterNanos) {
        heartbeatDue |= elapsedNanos - sentNanos >= afterNanos;
        return heartbeatDue;
    }

    /** When something came last in this session. */
    long heardNanos() {
        return heardNanos;
    }

    @Override
    boolean settled() {
        return window.isEmpty();
    }

    @Override
    void rewind() {
        window.rewind();
    }

    /** Also at the end of the run: what was sent is to be acknowledged. */
    @Override
    boolean goesOn(boolean stopping) {
        return stopping ? !drained() : !finished();
    }

    @Override
    boolean stuck() {
        return blocked() || window.isFull();
    }

    @Override
    boolean confirmedByClose() {
        return false;
    }

    @Override
    long confirmedNanos() {
        return acknowledgedNanos;
    }

    /** An unfinished frame is refused, however the connection ends. */
    @Override
    boolean torn() {
        return false;
    }
}
