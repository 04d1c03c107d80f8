package io.logdrive.agent.send;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The unacknowledged chunks of one connection, in the order of their sequences: first those that
 * this session has handed over, then those that it has not.
 *
 * <p>Confined to the thread that sends.
 */
final class Window {
    private final int chunksMax;
    private final ArrayDeque<SentChunk> handedOver = new ArrayDeque<>(2);
    private final ArrayDeque<SentChunk> waiting = new ArrayDeque<>(2);

    Window(int chunksMax) {
        this.chunksMax = chunksMax;
    }

    boolean isEmpty() {
        return handedOver.isEmpty() && waiting.isEmpty();
    }

    boolean isFull() {
        return handedOver.size() + waiting.size() >= chunksMax;
    }

    /** A new chunk, behind all others. */
    void add(SentChunk chunk) {
        waiting.add(chunk);
    }

    /** The chunk that is to be written next or goes on being written. */
    @Nullable SentChunk next() {
        return waiting.peek();
    }

    /** All of {@link #next} was written. */
    void handedOver() {
        handedOver.add(waiting.remove());
    }

    /**
     * Takes out the chunk that begins with that sequence.
     *
     * @return null when this session has not handed over such a chunk
     */
    @Nullable SentChunk acknowledge(long first) {
        for (Iterator<SentChunk> all = handedOver.iterator(); all.hasNext(); ) {
            SentChunk chunk = all.next();
            if (chunk.first() == first) {
                all.remove();
                return chunk;
            }
        }
        return null;
    }

    /** The session is lost: everything is to be written again, from the oldest on. */
    void rewind() {
        while (!handedOver.isEmpty()) {
            waiting.addFirst(handedOver.removeLast());
        }
        waiting.forEach(SentChunk::rewind);
    }

    /**
     * All sequences before it are acknowledged.
     *
     * @param end the sequence behind the last chunk
     */
    long acknowledgedEnd(long end) {
        SentChunk oldest = handedOver.isEmpty() ? waiting.peek() : handedOver.peek();
        return oldest == null ? end : oldest.first();
    }

    /** A frame that this session has begun to write and not finished, if there is one. */
    boolean torn() {
        SentChunk next = waiting.peek();
        return next != null && next.torn();
    }

    static SentChunk chunk(byte[] buffer, int length, long first, int lines) {
        return new SentChunk(ByteBuffer.wrap(buffer, 0, length), first, lines);
    }
}
