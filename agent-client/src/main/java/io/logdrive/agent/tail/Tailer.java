package io.logdrive.agent.tail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tails files: one thread, {@code agent-tail}, finds them and says when each is to be read, a few
 * others, {@code agent-read-N}, read them a slice at a time, each file in its turn.
 *
 * <p>Thread-safe.
 */
public final class Tailer implements AutoCloseable {
    private static final long JOIN_MILLIS = 1_000;

    private final Checkpoint checkpoint;
    private final TailedFiles files;
    private final FileReaders readers;
    private final TailLoop loop;
    private final Thread thread = new Thread(this::run, "agent-tail");
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();

    /**
     * Opens the checkpoint; {@link #start} begins to read.
     *
     * @param sink takes the chunks
     * @param epochMicros the clock of the chunks
     * @throws io.logdrive.agent.position.PositionException when the checkpoint cannot be used
     */
    public Tailer(TailConfig config, ChunkSink sink, TailEvents events, LongSupplier epochMicros) {
        this(config, sink, events, epochMicros, () -> false);
    }

    /**
     * As above.
     *
     * @param gzip whether chunks are compressed; looked at for each
     */
    @SuppressWarnings("checkstyle:ParameterNumber")
    public Tailer(
            TailConfig config,
            ChunkSink sink,
            TailEvents events,
            LongSupplier epochMicros,
            BooleanSupplier gzip) {
        List<Input> inputs = Input.of(config.inputs(), System::nanoTime);
        this.checkpoint = Checkpoint.open(config.checkpoint());
        LongSupplier epochSeconds = () -> TimeUnit.MICROSECONDS.toSeconds(epochMicros.getAsLong());
        LeftMarks left = new LeftMarks(checkpoint.known(), epochSeconds);
        this.files = new TailedFiles(inputs, left, events);
        EventChunks chunks = new EventChunks(epochMicros, gzip);
        this.readers =
                new FileReaders(
                        config.readers(), chunks, sink, events, e -> fault.compareAndSet(null, e));
        Discovery discovery = new Discovery(inputs, config.checkpoint());
        this.loop = new TailLoop(config, checkpoint, files, discovery, readers, events);
        thread.setDaemon(true);
    }

    /** Call it once. */
    public void start() {
        thread.start();
        readers.start();
    }

    private void run() {
        try {
            loop.run();
        } catch (IOException | RuntimeException | Error e) {
            fault.compareAndSet(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** Waits until everything is read, which only happens once, or it was stopped. */
    public boolean await(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Why it ended before its time; null: it did not. */
    public @Nullable Throwable fault() {
        return fault.get();
    }

    /**
     * Goes on with other inputs, once everything that was read is acknowledged: nothing is lost or
     * read twice, and sequences go on (decision 0090). Until then nothing more is read. A later
     * call takes the place of one that still waits.
     *
     * @return completed when the inputs are those; cancelled when it was stopped before
     */
    public CompletableFuture<Void> reconfigure(List<InputConfig> inputs) {
        return loop.reconfigure(inputs);
    }

    /** How far it is; asked at any time, by any thread. */
    public TailState state() {
        return loop.state();
    }

    /** Whether files that were found last could not be opened. */
    public boolean isMissingFiles() {
        return files.isMissing();
    }

    /** Reads no more; what is acknowledged until {@link #close} is still kept. */
    public void stop() {
        readers.stop();
    }

    /**
     * Keeps what is acknowledged by now. The sink is closed before, so that no reader waits for it.
     *
     * @throws UncheckedIOException when that cannot be written; a restart sends more than it had to
     */
    @Override
    public void close() {
        stop();
        join(thread);
        readers.threads().forEach(Tailer::join);
        loop.cancel();
        try (checkpoint;
                files) {
            // Before that it would say that the next start is not the first (--from end).
            if (loop.hasLooked()) {
                checkpoint.save(files.marks(), files.left().all());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint: expected to write it, found " + e, e);
        }
    }

    private static void join(Thread thread) {
        try {
            // One that hangs in a file system, or was never started, is left behind.
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
