package io.logdrive.destination.receive;

import io.logdrive.destination.store.Batch;
import io.logdrive.destination.store.BatchSink;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One peer: its bytes become batches for the store, in order.
 *
 * <p>When the store is full the frame at hand is finished and the rest of what was read is kept;
 * nothing more may be read until {@link #resume}. Confined to the connection's event loop thread.
 */
final class ForwardConnection {
    private final ForwardCodec codec;
    private final BatchSink sink;
    private final ReceiveEvents events;
    private final FrameBuffer frames;
    private final BatchAssembly assembly;
    private final Answers answers;
    private final Limits limits;

    /** Read, but not yet looked at, because the store was full. At most what one read brought. */
    private final ArrayDeque<ByteBuffer> kept = new ArrayDeque<>();

    private Reading reading = Reading.ON;
    private boolean heartbeats;
    private long lastProgressNanos;
    private long frameBeganNanos;

    ForwardConnection(Parts parts, FrameBuffer frames, BatchAssembly assembly, Answers answers) {
        this.codec = parts.codec();
        this.sink = parts.sink();
        this.events = parts.events();
        this.limits = parts.limits();
        this.frames = frames;
        this.assembly = assembly;
        this.answers = answers;
    }

    /**
     * Takes bytes that were read; they must be backed by an array, and are the callee's only during
     * the call.
     *
     * @throws io.logdrive.wire.ForwardException when they break the protocol
     * @throws CloseException when the connection must end for another reason
     */
    Reading received(ByteBuffer read, long nowNanos) {
        lastProgressNanos = nowNanos;
        events.received(read.remaining());
        takeFrames(read, nowNanos);
        if (reading == Reading.PAUSED && read.hasRemaining()) {
            ByteBuffer copy = ByteBuffer.allocate(read.remaining());
            kept.add(copy.put(read).flip());
        }
        return reading;
    }

    /** Goes on after the store had no room. */
    Reading resume(long nowNanos) {
        if (reading == Reading.PAUSED) {
            reading = Reading.ON;
        }
        lastProgressNanos = nowNanos;
        frameBeganNanos = nowNanos;
        while (reading == Reading.ON && !kept.isEmpty()) {
            ByteBuffer next = kept.element();
            takeFrames(next, nowNanos);
            if (!next.hasRemaining()) {
                kept.remove();
            }
        }
        return reading;
    }

    /**
     * Looks at the clock; to be called several times within the shortest limit.
     *
     * @throws CloseException when the peer has been silent, or its frame unfinished, for too long
     */
    void tick(long nowNanos) {
        if (reading != Reading.ON) {
            // Not the peer's fault. It hears that we live, though its own heartbeats lie unread.
            if (heartbeats) {
                answers.heartbeat();
            }
            return;
        }
        if (heartbeats && nowNanos - lastProgressNanos > limits.idleMax().toNanos()) {
            throw new CloseException(
                    CloseReason.IDLE,
                    "peer with heartbeats: expected bytes within "
                            + limits.idleMax()
                            + ", found none");
        }
        if (frames.isWithinFrame() && nowNanos - frameBeganNanos > limits.frameAgeMax().toNanos()) {
            throw new CloseException(
                    CloseReason.STALLED,
                    "frame: expected its end within " + limits.frameAgeMax() + ", found none");
        }
    }

    /** Whether bytes are wanted. */
    Reading reading() {
        return reading;
    }

    /** Gives all memory back. */
    void closed() {
        frames.release();
        kept.clear();
    }

    private void takeFrames(ByteBuffer read, long nowNanos) {
        while (reading == Reading.ON && read.hasRemaining()) {
            if (sink.isFull()) {
                reading = Reading.PAUSED;
                return;
            }
            if (!frames.isWithinFrame()) {
                frameBeganNanos = nowNanos;
            }
            frames.next(read, this::frame);
        }
    }

    private void frame(byte[] bytes, int offset, int length) {
        ForwardMessage message = codec.decode(bytes, offset, length);
        if (message instanceof ForwardMessage.Events batch) {
            String chunk = batch.chunk();
            offer(assembly.batch(batch, acknowledgement(chunk)), chunk);
        } else {
            heartbeats = true;
            answers.heartbeat();
        }
    }

    private void offer(Batch batch, @Nullable String chunk) {
        if (batch.runs().isEmpty() && chunk == null) {
            return;
        }
        events.batch(batch.records().size());
        reading =
                switch (sink.offer(batch)) {
                    case ACCEPTED -> Reading.ON;
                    case ACCEPTED_FULL -> Reading.PAUSED;
                    // Not closed yet: acknowledgements of earlier batches are still to come.
                    case CLOSED -> Reading.ENDED;
                };
    }

    private Runnable acknowledgement(@Nullable String chunk) {
        return chunk == null ? () -> {} : () -> answers.acknowledge(chunk);
    }

    /** Whether a connection wants bytes. Immutable. */
    enum Reading {
        /** More may be read. */
        ON,
        /** Nothing may be read until {@link #resume}. */
        PAUSED,
        /** The store stops: what comes is left to its sender. */
        ENDED
    }

    /** What all connections share. Immutable. */
    record Parts(ForwardCodec codec, BatchSink sink, ReceiveEvents events, Limits limits) {}

    /** How long a peer may take. Immutable. */
    record Limits(Duration idleMax, Duration frameAgeMax) {}
}
