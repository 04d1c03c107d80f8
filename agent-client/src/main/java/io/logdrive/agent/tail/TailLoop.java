package io.logdrive.agent.tail;

import io.logdrive.agent.tail.TailedFile.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the thread {@code agent-tail} does: finds files, looks whether they have grown, ends those
 * that are over, and keeps on disk how far they are acknowledged.
 *
 * <p>Confined to that thread, but for what says otherwise.
 */
final class TailLoop {
    private static final long TICK_MILLIS = 50;
    private static final int TICKS_OF_QUIET = 20;
    private static final long QUIET_AFTER_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long RECLAIM_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** However often names come and go: a scan looks at every name there is. */
    private static final long SCANS_APART_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final TailConfig config;
    private final TailEvents events;
    private final Checkpoint checkpoint;
    private final TailedFiles files;
    private final Discovery discovery;
    private final FileReaders readers;
    private final Worker worker = new Worker();
    private final AtomicReference<@Nullable Reload> reload = new AtomicReference<>();
    private volatile List<TailedFile> shown = List.of();

    private List<RateLimit> limits = List.of();
    private long nextScan;
    private long scanned;
    private long nextSave;
    private long nextReclaim;
    private int ticks;
    private volatile boolean firstScan = true;

    /**
     * What is to be on disk before anything else is read is not: no file gets a turn until then.
     */
    private boolean unsaved;

    /** Other inputs that wait. Immutable. */
    private record Reload(
            List<InputConfig> inputs, CompletableFuture<Void> done, long sinceNanos) {}

    @SuppressWarnings("checkstyle:ParameterNumber")
    TailLoop(
            TailConfig config,
            Checkpoint checkpoint,
            TailedFiles files,
            Discovery discovery,
            FileReaders readers,
            TailEvents events) {
        this.config = config;
        this.checkpoint = checkpoint;
        this.files = files;
        this.discovery = discovery;
        this.readers = readers;
        this.events = events;
        this.limits = files.limits();
    }

    /** Returns when it was stopped, or everything is read that was to be read once. */
    void run() throws IOException, InterruptedException {
        try (FolderWatch watch = FolderWatch.open(events)) {
            while (!readers.isStopped() && !isDone()) {
                tick(watch);
            }
        }
    }

    /** Thread-safe. */
    CompletableFuture<Void> reconfigure(List<InputConfig> inputs) {
        events.reloading(inputs.size());
        Reload next =
                reload.updateAndGet(
                        former ->
                                new Reload(
                                        List.copyOf(inputs),
                                        former == null ? new CompletableFuture<>() : former.done(),
                                        former == null ? System.nanoTime() : former.sinceNanos()));
        return Objects.requireNonNull(next).done();
    }

    /** Whether it has looked for files. Thread-safe. */
    boolean hasLooked() {
        return !firstScan;
    }

    /** A configuration that waits is not used any more. Thread-safe. */
    void cancel() {
        Reload left = reload.getAndSet(null);
        if (left != null) {
            left.done().cancel(false);
        }
    }

    /** Thread-safe. */
    TailState state() {
        long now = System.nanoTime();
        List<TailState.OfThread> threads = new ArrayList<>();
        threads.add(worker.snapshot("agent-tail"));
        threads.addAll(readers.state());
        return new TailState(
                shown.stream().map(file -> file.state(now)).toList(),
                files.left().count(),
                threads,
                reload.get() != null);
    }

    private void tick(FolderWatch watch) throws IOException, InterruptedException {
        worker.is("idle");
        boolean changed = watch.await(TICK_MILLIS);
        worker.renewed();
        long now = System.nanoTime();
        if (changed || hasBegun()) {
            nextScan = Math.min(nextScan, now);
        }
        if (firstScan || (now - nextScan >= 0 && now - scanned >= SCANS_APART_NANOS)) {
            scan(watch, now);
        }
        begin(files.compare(), now);
        reload(now);
        if (!unsaved) {
            release();
        }
        look(now);
        if (now - nextSave >= 0) {
            save(now);
        }
        shown = List.copyOf(files.all());
        ticks++;
    }

    /** Gives files that were held their turn again. */
    private void release() {
        for (RateLimit limit : limits) {
            limit.look(events);
            for (TailedFile file : limit.release(readers.count())) {
                readers.enqueue(file, Turn.HELD);
            }
        }
    }

    /** Swaps the inputs, once nothing is read and everything that was is acknowledged. */
    private void reload(long now) {
        Reload next = reload.get();
        if (next == null || files.all().stream().anyMatch(TailLoop::isBehind)) {
            return;
        }
        readers.pause();
        if (!files.all().stream().allMatch(TailLoop::isAtRest)) {
            return;
        }
        worker.is("reloading");
        limits.forEach(RateLimit::forget);
        List<Input> inputs = Input.of(next.inputs(), System::nanoTime);
        files.reconfigure(inputs);
        files.forgetEnded();
        discovery.inputs(inputs);
        limits = files.limits();
        nextScan = now;
        scanned = now - SCANS_APART_NANOS;
        // A restart must not cut what was acknowledged by the rules that hold from now on.
        unsaved = true;
        save(now);
        if (reload.compareAndSet(next, null)) {
            readers.resume();
            events.reloaded(inputs.size(), now - next.sinceNanos());
            next.done().complete(null);
        }
    }

    private static boolean isAtRest(TailedFile file) {
        Turn turn = file.turn().get();
        return (turn == Turn.IDLE || turn == Turn.HELD || turn == Turn.ENDED)
                && file.acknowledgements().isSettled();
    }

    /** Whether it is still cut as the agent before did, whatever is configured. */
    private static boolean isBehind(TailedFile file) {
        return file.successor() != null && file.turn().get() != Turn.ENDED;
    }

    private boolean hasBegun() {
        return files.empty().stream().anyMatch(TailLoop::hasContent);
    }

    private static boolean hasContent(Path path) {
        try {
            return Files.size(path) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void scan(FolderWatch watch, long now) throws IOException {
        worker.is("looking for files");
        scanned = now;
        nextScan = now + config.scanEvery().toNanos();
        List<TailedFile> fresh =
                new ArrayList<>(
                        files.found(
                                discovery.scan(),
                                discovery.unlisted(),
                                firstScan && checkpoint.isFresh(),
                                now));
        if (firstScan || now - nextReclaim >= 0) {
            nextReclaim = now + RECLAIM_NANOS;
            fresh.addAll(files.reclaim());
        }
        watch.watch(discovery.folders(), events);
        firstScan = false;
        if (config.once()) {
            files.beginNoMore();
        }
        begin(fresh, now);
    }

    private void begin(List<TailedFile> fresh, long now) {
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
            } else if (lookAtQuiet && turn != Turn.IDLE && turn != Turn.ENDED) {
                measure(file, now);
            }
            gone |= file.turn().get() == Turn.ENDED;
        }
        if (!toEnd.isEmpty()) {
            // Where they end must be on disk before the events are sent.
            if (save(now)) {
                toEnd.forEach(file -> readers.enqueue(file, Turn.IDLE));
            }
        }
        if (gone) {
            files.forgetEnded();
        }
    }

    /** It waits for its turn, or for the server: how far it is behind is told all the same. */
    private static void measure(TailedFile file, long now) {
        try {
            long size = file.content().size();
            // One that is shorter by now is looked at when it is idle.
            if (size > file.size) {
                file.size = size;
                file.grown(now);
            }
        } catch (IOException e) {
            // Who reads it says so.
            return;
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
        Input successor = file.successor();
        if (successor != null && file.isReadAsBefore(size)) {
            goOnWith(file, successor, now);
            return;
        }
        if (config.once()) {
            // What is written from now on is not waited for, or it might never end.
            file.onlyFirst(size);
            if (file.isReadOnce()) {
                return;
            }
        }
        if (size > offset && (size != file.readSize() || hasEnd(file, offset, size))) {
            readers.enqueue(file, Turn.IDLE);
        } else if (reload.get() == null && (size == file.readSize() || size == offset)) {
            rest(file, size, now, toEnd);
        }
    }

    /** The first event that is cut by other settings is behind all that may have been sent. */
    private void goOnWith(TailedFile file, Input successor, long now) {
        if (file.acknowledgements().isSettled()) {
            events.recut(file);
            file.reconfigure(successor);
            // Or a restart would cut what is read from now on as it was cut before.
            unsaved = true;
            nextSave = now;
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
        } else if (file.completeEnd() > offset
                && quiet >= file.input().config().cut().idle().toNanos()) {
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

    private boolean isDone() {
        return config.once()
                && !firstScan
                && files.isDecided()
                && files.all().stream()
                        .allMatch(
                                file ->
                                        file.turn().get() == Turn.IDLE
                                                && file.isReadOnce()
                                                && file.acknowledgements().isSettled());
    }

    /** Returns whether what a restart has to know is on disk; if not, it is tried again soon. */
    private boolean save(long now) {
        worker.is("saving");
        nextSave = now + SAVE_NANOS;
        try {
            checkpoint.save(files.marks(), files.left().all());
            unsaved = false;
        } catch (IOException e) {
            unsaved = true;
            events.unsaved(e);
        }
        return !unsaved;
    }
}
