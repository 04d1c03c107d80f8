package io.logdrive.agent.tail;

import io.logdrive.agent.send.OutgoingChunk;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what comes from a stream until it ends. It is read only as fast as chunks are taken, so
 * that who writes it waits.
 *
 * <p>Confined to one thread; the stream is read by another, {@code agent-pipe}.
 */
public final class Pipe {
    private static final int BLOCK_BYTES = 64 << 10;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final byte[] END = {};

    private final CutConfig cut;
    private final EventChunks chunks;
    private final EventStream stream;
    private final ChunkSink sink;
    private final BlockingQueue<byte[]> blocks = new ArrayBlockingQueue<>(2);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Cuts cuts = new Cuts();
    private byte[] buffer = new byte[2 * BLOCK_BYTES];
    private int length;
    private boolean skipping;
    private boolean refused;
    private long sequence;
    private volatile boolean stopped;

    /** Whether the thread that reads the stream has nothing that is not among the blocks. */
    private volatile boolean waits;

    private @Nullable RateLimit limit;
    private @Nullable TailEvents limitEvents;

    /** Takes each block of bytes before it is sent. Confined to the thread that reads. */
    public interface Tee {
        void pass(byte[] bytes, int count) throws IOException;
    }

    /**
     * Reads nothing yet.
     *
     * @param leaving how events leave
     * @param name says to people what it is
     * @param sink takes the chunks
     * @param epochMicros the clock of the chunks
     */
    @SuppressWarnings("checkstyle:ParameterNumber")
    public Pipe(
            CutConfig cut, Leaving leaving, String name, ChunkSink sink, LongSupplier epochMicros) {
        this(cut, leaving, name, sink, epochMicros, () -> false);
    }

    /**
     * Reads nothing yet.
     *
     * @param gzip whether chunks are compressed; looked at for each
     */
    @SuppressWarnings("checkstyle:ParameterNumber")
    public Pipe(
            CutConfig cut,
            Leaving leaving,
            String name,
            ChunkSink sink,
            LongSupplier epochMicros,
            BooleanSupplier gzip) {
        this.cut = cut;
        this.chunks = new EventChunks(epochMicros, gzip);
        this.sink = sink;
        this.stream = EventStream.of(UUID.randomUUID(), cut, leaving, name);
    }

    /**
     * Hands on no more events in a second; call it before {@link #run}.
     *
     * @param rateMax 1 or more
     */
    public void limit(long rateMax, TailEvents events) {
        limit = new RateLimit(stream.described().name(), rateMax, System::nanoTime);
        limitEvents = events;
    }

    /**
     * Sends until the stream ends, or the sink takes no more.
     *
     * @throws IOException when the stream cannot be read; what came before is handed on
     */
    public void run(InputStream in, Tee tee) throws IOException, InterruptedException {
        Thread reader = new Thread(() -> read(in, tee), "agent-pipe");
        reader.setDaemon(true);
        reader.start();
        EventCutter cutter = cut.cutter();
        while (!refused) {
            byte[] block = next();
            if (block == END) {
                break;
            }
            if (block == null) {
                endComplete(cutter);
            } else {
                append(block);
                handOn(cutter, length, false);
            }
        }
        if (!refused) {
            handOn(cutter, length, true);
        }
        Throwable failed = failure.get();
        if (failed instanceof IOException io) {
            throw io;
        }
        if (failed != null) {
            throw new IllegalStateException("pipe: expected to go on, found " + failed, failed);
        }
    }

    /**
     * Ends {@link #run} as if the input had ended behind what was read of it; that is still handed
     * on, which waits for the sink. Thread-safe.
     */
    public void stop() {
        stopped = true;
    }

    /** The next block, {@link #END}, or null: none came for as long as an event waits. */
    private byte @Nullable [] next() throws InterruptedException {
        long began = System.nanoTime();
        while (true) {
            long left = cut.idle().toNanos() - (System.nanoTime() - began);
            long most = Math.max(0, Math.min(left, LOOK_NANOS));
            byte[] block = blocks.poll(most, TimeUnit.NANOSECONDS);
            if (block != null) {
                return block;
            }
            if (stopped && waits && blocks.isEmpty()) {
                return END;
            }
            if (left <= 0) {
                return null;
            }
        }
    }

    /** How many events were handed on. */
    public long events() {
        return sequence;
    }

    private void read(InputStream in, Tee tee) {
        byte[] block = new byte[BLOCK_BYTES];
        try {
            try {
                for (int count = read(in, block); count >= 0; count = read(in, block)) {
                    tee.pass(block, count);
                    blocks.put(Arrays.copyOf(block, count));
                }
            } catch (IOException | RuntimeException | Error e) {
                failure.set(e);
            } finally {
                blocks.put(END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int read(InputStream in, byte[] block) throws IOException {
        waits = true;
        try {
            return in.read(block);
        } finally {
            waits = false;
        }
    }

    private void append(byte[] block) {
        if (length + block.length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(length + block.length, 2 * buffer.length));
        }
        System.arraycopy(block, 0, buffer, length, block.length);
        length += block.length;
    }

    /** Nothing came for a while: an event of several lines is not waited for any longer. */
    private void endComplete(EventCutter cutter) throws InterruptedException {
        if (cuts.complete() > 0 && cuts.complete() <= length) {
            handOn(cutter, cuts.complete(), true);
        }
    }

    private int tokens() throws InterruptedException {
        return limit == null || limitEvents == null
                ? Cuts.EVENTS_MAX
                : limit.await(Cuts.EVENTS_MAX, limitEvents);
    }

    private void handOn(EventCutter cutter, int upTo, boolean ends) throws InterruptedException {
        int left = upTo;
        int complete = 0;
        boolean more = true;
        while (more) {
            boolean skipped = skipping;
            int tokens = tokens();
            cuts.limit(tokens);
            cutter.cut(buffer, left, skipping, ends, cuts);
            refused =
                    cuts.count() > 0
                            && !putAll(chunks.of(stream, buffer, cuts, sequence, () -> {}));
            if (refused) {
                // Nobody would send what comes behind it either.
                return;
            }
            sequence += cuts.count();
            if (limit != null) {
                limit.giveBack(tokens - cuts.count());
            }
            int consumed = cuts.consumed();
            complete = cuts.complete() - consumed;
            skipping = cuts.isSkipping();
            // A cutter stops when a chunk is full, and where a line that was cut ends.
            more = consumed > 0 && left > consumed && (cuts.isFull() || skipped);
            left -= consumed;
            length -= consumed;
            System.arraycopy(buffer, consumed, buffer, 0, length);
        }
        cuts.clear();
        cuts.completeUpTo(complete);
    }

    private boolean putAll(List<OutgoingChunk> all) throws InterruptedException {
        for (OutgoingChunk chunk : all) {
            if (!sink.put(chunk)) {
                return false;
            }
        }
        return true;
    }
}
