package io.logdrive.agent.tail;

import io.logdrive.agent.send.OutgoingChunk;
import io.logdrive.agent.tail.TailedFile.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The threads {@code agent-read-N}, and the files that wait for them: each file in its turn, a
 * slice at a time.
 *
 * <p>Thread-safe.
 */
final class FileReaders {
    private static final long IDLE_MILLIS = 50;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ChunkSink sink;
    private final TailEvents events;
    private final Consumer<Throwable> fault;
    private final BlockingQueue<TailedFile> ready = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private volatile boolean stopped;
    private volatile boolean paused;

    /**
     * @param fault takes what ends a thread before its time
     */
    @SuppressWarnings("checkstyle:ParameterNumber")
    FileReaders(
            int count,
            EventChunks chunks,
            ChunkSink sink,
            TailEvents events,
            Consumer<Throwable> fault) {
        this.sink = sink;
        this.events = events;
        this.fault = fault;
        for (int i = 1; i <= count; i++) {
            Worker worker = new Worker();
            workers.add(worker);
            threads.add(new Thread(() -> readAll(chunks, worker), "agent-read-" + i));
        }
        threads.forEach(thread -> thread.setDaemon(true));
    }

    void start() {
        threads.forEach(Thread::start);
    }

    List<Thread> threads() {
        return threads;
    }

    List<TailState.OfThread> state() {
        List<TailState.OfThread> states = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            states.add(workers.get(i).snapshot(threads.get(i).getName()));
        }
        return states;
    }

    /** Gives the file its turn, unless it has it already or nothing is read. */
    void enqueue(TailedFile file, Turn from) {
        if (!paused && file.turn().compareAndSet(from, Turn.QUEUED)) {
            ready.add(file);
        }
    }

    /** How many files may be read at the same time. */
    int count() {
        return threads.size();
    }

    /** Reads nothing more; what is being read becomes idle behind its slice. */
    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    private void readAll(EventChunks chunks, Worker worker) {
        EventReader reader = new EventReader(chunks);
        try {
            while (!stopped) {
                worker.is("idle");
                TailedFile file = ready.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (file != null && paused) {
                    file.turn().set(Turn.IDLE);
                } else if (file != null) {
                    file.turn().set(Turn.READING);
                    turn(reader, file, worker);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fault.accept(e);
            stopped = true;
        }
    }

    /** One turn of a file, as far as its input has tokens. */
    private void turn(EventReader reader, TailedFile file, Worker worker)
            throws InterruptedException {
        RateLimit limit = file.input().limit();
        int most = limit == null ? Cuts.EVENTS_MAX : limit.take(file, Cuts.EVENTS_MAX);
        if (most == 0) {
            return;
        }
        worker.is("reading " + file.path());
        long sequence = file.read().sequence();
        long offset = file.read().offset();
        EventReader.Slice slice = read(reader, file, most, worker);
        // Before the file is another reader's.
        long handedOn = file.read().sequence() - sequence;
        worker.processed(handedOn);
        events.handedOn(handedOn, file.read().offset() - offset);
        if (limit != null) {
            limit.giveBack(most - handedOn);
        }
        passOn(file, slice);
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    private EventReader.Slice read(EventReader reader, TailedFile file, int most, Worker worker)
            throws InterruptedException {
        try {
            return reader.read(file, most, chunk -> send(chunk, file, worker));
        } catch (IOException e) {
            events.unreadable(file.path(), e);
            file.retry(System.nanoTime() + RETRY_NANOS);
            return EventReader.Slice.END;
        }
    }

    private void passOn(TailedFile file, EventReader.Slice slice) {
        switch (slice) {
            case MORE -> {
                // Looked at once: as soon as it is idle, agent-tail may give it another turn.
                boolean again = !paused && !file.isReadOnce();
                file.turn().set(again ? Turn.QUEUED : Turn.IDLE);
                if (again) {
                    ready.add(file);
                }
            }
            case END -> file.turn().set(Turn.IDLE);
            case REPLACED -> file.turn().set(Turn.REPLACED);
            case CLOSED -> stopped = true;
        }
    }

    private boolean send(OutgoingChunk chunk, TailedFile file, Worker worker)
            throws InterruptedException {
        worker.waits("sending " + file.path());
        boolean taken = sink.put(chunk);
        worker.is("reading " + file.path());
        return taken;
    }
}
