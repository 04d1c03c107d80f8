package io.logdrive.destination.receive;

import io.logdrive.wire.ForwardCodec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes answers to a channel: those that come close together in one write.
 *
 * <p>What waits here is bounded by the batches that the store holds. Thread-safe.
 */
final class ChannelAnswers implements Answers {
    private final Channel channel;
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    ChannelAnswers(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void acknowledge(String chunk) {
        answer(ForwardCodec.encodeAck(chunk));
    }

    @Override
    public void heartbeat() {
        answer(ForwardCodec.encodeHeartbeat());
    }

    private void answer(byte[] frame) {
        if (channel.isActive()) {
            waiting.add(frame);
            if (scheduled.compareAndSet(false, true)) {
                channel.eventLoop().execute(this::write);
            }
        }
    }

    private void write() {
        scheduled.set(false);
        ByteBuf frames = channel.alloc().buffer();
        for (byte[] next = waiting.poll(); next != null; next = waiting.poll()) {
            frames.writeBytes(next);
        }
        // A write that fails reaches exceptionCaught; the peer then sends again what it misses.
        var unused = channel.writeAndFlush(frames, channel.voidPromise());
    }
}
