package io.logdrive.agent.tail;

import io.logdrive.agent.tail.TailedFile.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tails files: one thread, {@code agent-tail}, finds them and says when each is to be read, a few
 * others, {@code agent-read-N}, read them a slice at a time, each file in its turn.
 *
 * <p>Thread-safe.
 */
public final class Tailer implements AutoCloseable {
    private static final long TICK_MILLIS = 50;
    private static final int TICKS_OF_QUIET = 20;
    private static final long JOIN_MILLIS = 1_000;
    private static final long QUIET_AFTER_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long RECLAIM_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final TailConfig config;
    private final ChunkSink sink;
    private final TailEvents events;
    private final Checkpoint checkpoint;
    private final TailedFiles files;
    private final Discovery discovery;
    private final BlockingQueue<TailedFile> ready = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    private volatile boolean stopped;

    private long nextScan = Long.MIN_VALUE;
    private long nextSave;
    private long nextReclaim;
    private int ticks;
    private boolean firstScan = true;

    /**
     * What is to be on disk before anything else is read is not: no file gets a turn until then.
     */
    private boolean unsaved;

    /**
     * Opens the checkpoint; {@link #start} begins to read.
     *
     * @param sink takes the chunks
     * @param epochMicros the clock of the chunks
     * @throws io.logdrive.agent.position.PositionException when the checkpoint cannot be used
     */
    public Tailer(TailConfig config, ChunkSink sink, TailEvents events, LongSupplier epochMicros) {
        this.config = config;
        this.sink = sink;
        this.events = events;
        this.checkpoint = Checkpoint.open(config.checkpoint());
        this.files = new TailedFiles(config.inputs(), checkpoint.known(), events);
        this.discovery = new Discovery(config.inputs(), config.checkpoint());
        threads.add(new Thread(this::run, "agent-tail"));
        EventChunks chunks = new EventChunks(epochMicros);
        for (int i = 1; i <= config.readers(); i++) {
            threads.add(new Thread(() -> readAll(chunks), "agent-read-" + i));
        }
        threads.forEach(thread -> thread.setDaemon(true));
    }

    /** Call it once. */
    public void start() {
        threads.forEach(Thread::start);
    }

    /** Waits until everything is read, which only happens once, or it was stopped. */
    public boolean await(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Why it ended before its time; null: it did not. */
    public @Nullable Throwable fault() {
        return fault.get();
    }

    private void run() {
        try (FolderWatch watch = FolderWatch.open(events)) {
            while (!stopped && !isDone()) {
                tick(watch);
            }
        } catch (IOException | RuntimeException | Error e) {
            fault.compareAndSet(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private void tick(FolderWatch watch) throws IOException, InterruptedException {
        boolean changed = watch.await(TICK_MILLIS);
        long now = System.nanoTime();
        if (changed || firstScan || now - nextScan >= 0 || hasBegun()) {
            scan(watch, now);
        }
        look(now);
        if (now - nextSave >= 0) {
            save(now);
        }
        ticks++;
    }

    private boolean hasBegun() {
        return files.empty().stream().anyMatch(Tailer::hasContent);
    }

    private static boolean hasContent(Path path) {
        try {
            return Files.size(path) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void scan(FolderWatch watch, long now) throws IOException {
        nextScan = now + config.scanEvery().toNanos();
        List<TailedFile> fresh =
                new ArrayList<>(
                        files.found(discovery.scan(), firstScan && checkpoint.isFresh(), now));
        if (firstScan || now - nextReclaim >= 0) {
            nextReclaim = now + RECLAIM_NANOS;
            fresh.addAll(files.reclaim());
        }
        watch.watch(discovery.folders(), events);
        firstScan = false;
        if (!fresh.isEmpty()) {
            fresh.forEach(file -> file.grown(now));
            // Their origins must be on disk before anything of them is sent.
            save(now);
        }
    }

    /** Looks at each file: whether it has grown, waits to be ended, or is at its end. */
    private void look(long now) throws IOException {
        if (unsaved && (now - nextSave < 0 || !save(now))) {
            return;
        }
        List<TailedFile> toEnd = new ArrayList<>();
        boolean lookAtQuiet = ticks % TICKS_OF_QUIET == 0;
        boolean gone = false;
        for (TailedFile file : List.copyOf(files.all())) {
            Turn turn = file.turn().get();
            if (turn == Turn.REPLACED) {
                files.replaced(file);
                nextScan = now;
            } else if (turn == Turn.IDLE
                    && !file.isWaiting(now)
                    && (lookAtQuiet || now - file.grownNanos() < QUIET_AFTER_NANOS)) {
                look(file, now, toEnd);
            }
            gone |= file.turn().get() == Turn.ENDED;
        }
        if (!toEnd.isEmpty()) {
            // Where they end must be on disk before the events are sent.
            if (save(now)) {
                toEnd.forEach(this::enqueue);
            }
        }
        if (gone) {
            files.forgetEnded();
        }
    }

    private void look(TailedFile file, long now, List<TailedFile> toEnd) throws IOException {
        long size;
        try {
            size = file.content().size();
        } catch (IOException e) {
            events.unreadable(file.path(), e);
            file.retry(now + RETRY_NANOS);
            return;
        }
        long offset = file.read().offset();
        if (size < offset) {
            files.replaced(file);
            nextScan = now;
            return;
        }
        if (size != file.size) {
            file.size = size;
            file.grown(now);
        }
        if (size > offset && (size != file.readSize() || hasEnd(file, offset, size))) {
            enqueue(file);
        } else if (size == file.readSize() || size == offset) {
            rest(file, size, now, toEnd);
        }
    }

    private static boolean hasEnd(TailedFile file, long offset, long size) {
        return file.endBehind(offset) <= size;
    }

    /** Nothing more is to be read of it now: an event may have waited long enough. */
    private void rest(TailedFile file, long size, long now, List<TailedFile> toEnd) {
        long offset = file.read().offset();
        long quiet = now - file.grownNanos();
        boolean atEnd = config.once() || isOver(file, now, quiet);
        if (atEnd && size > offset) {
            file.end(size);
            toEnd.add(file);
        } else if (atEnd && file.acknowledgements().isSettled() && !config.once()) {
            files.ended(file);
        } else if (file.completeEnd() > offset && quiet >= file.input().cut().idle().toNanos()) {
            file.end(file.completeEnd());
            toEnd.add(file);
        }
    }

    /** Whether it will not grow any more: silent, and gone from where patterns look. */
    private boolean isOver(TailedFile file, long now, long quiet) {
        long idle = config.rotatedIdle().toNanos();
        if (quiet < idle || !file.isUnseen(now, idle)) {
            return false;
        }
        if (!file.isGone(idle)) {
            // A single scan may have looked in the very moment of a renaming.
            nextScan = now;
        }
        return file.isGone(idle);
    }

    private void enqueue(TailedFile file) {
        if (file.turn().compareAndSet(Turn.IDLE, Turn.QUEUED)) {
            ready.add(file);
        }
    }

    private boolean isDone() {
        return config.once()
                && !firstScan
                && files.all().stream()
                        .allMatch(
                                file ->
                                        file.turn().get() == Turn.IDLE
                                                && file.read().offset() == file.size
                                                && file.acknowledgements().isSettled());
    }

    /** Returns whether what a restart has to know is on disk; if not, it is tried again soon. */
    private boolean save(long now) {
        nextSave = now + SAVE_NANOS;
        try {
            checkpoint.save(files.marks());
            unsaved = false;
        } catch (IOException e) {
            unsaved = true;
            events.unsaved(e);
        }
        return !unsaved;
    }

    private void readAll(EventChunks chunks) {
        EventReader reader = new EventReader(chunks);
        try {
            while (!stopped) {
                TailedFile file = ready.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (file != null) {
                    file.turn().set(Turn.READING);
                    read(reader, file);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fault.compareAndSet(null, e);
            stopped = true;
        }
    }

    /** One turn of a file. */
    private void read(EventReader reader, TailedFile file) throws InterruptedException {
        long sequence = file.read().sequence();
        long offset = file.read().offset();
        EventReader.Slice slice;
        try {
            slice = reader.read(file, sink);
        } catch (IOException e) {
            events.unreadable(file.path(), e);
            file.retry(System.nanoTime() + RETRY_NANOS);
            slice = EventReader.Slice.END;
        }
        events.handedOn(file.read().sequence() - sequence, file.read().offset() - offset);
        switch (slice) {
            case MORE -> {
                file.turn().set(Turn.QUEUED);
                ready.add(file);
            }
            case END -> file.turn().set(Turn.IDLE);
            case REPLACED -> file.turn().set(Turn.REPLACED);
            case CLOSED -> stopped = true;
        }
    }

    /** Reads no more; what is acknowledged until {@link #close} is still kept. */
    public void stop() {
        stopped = true;
    }

    /**
     * Keeps what is acknowledged by now. The sink is closed before, so that no reader waits for it.
     *
     * @throws UncheckedIOException when that cannot be written; a restart sends more than it had to
     */
    @Override
    public void close() {
        stop();
        threads.forEach(Tailer::join);
        try (checkpoint;
                files) {
            checkpoint.save(files.marks());
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
