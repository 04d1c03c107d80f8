package io.logdrive.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that writes lines to files at a steady rate, dealt out evenly, and notes when.
 *
 * <p>Thread-safe.
 */
final class SteadyWriter implements AutoCloseable {
    private final List<OutputStream> streams = new ArrayList<>();
    private final List<WrittenLines> notes = new ArrayList<>();
    private final LogBlock block = new LogBlock("steady");
    private final double perSecond;
    private final long tickNanos;
    private final Thread thread = new Thread(this::run, "steady-writer");
    private final AtomicReference<@Nullable IOException> fault = new AtomicReference<>();
    private volatile boolean stopped;
    private final AtomicLong written = new AtomicLong();

    /**
     * @param files where to; each is written once a tick
     * @param perSecond lines for all files
     * @param notes of each file
     */
    SteadyWriter(
            List<Path> files, double perSecond, long tickMillis, Map<String, WrittenLines> notes)
            throws IOException {
        for (Path file : files) {
            streams.add(
                    Files.newOutputStream(
                            file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            WrittenLines ofFile = notes.get(file.toString());
            if (ofFile == null) {
                throw new BenchmarkException("notes: expected those of " + file + ", found none");
            }
            this.notes.add(ofFile);
        }
        this.perSecond = perSecond;
        this.tickNanos = TimeUnit.MILLISECONDS.toNanos(tickMillis);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Lines so far. */
    long written() {
        return written.get();
    }

    private void run() {
        long began = System.nanoTime();
        int next = 0;
        try {
            for (long tick = 1; !stopped; tick++) {
                long at = began + tick * tickNanos;
                while (System.nanoTime() < at) {
                    LockSupport.parkNanos(at - System.nanoTime());
                }
                long due = (long) ((System.nanoTime() - began) / 1e9 * perSecond) - written.get();
                // All files alike; where fewer lines than files are due, each in its turn.
                long share = Math.max(1, due / streams.size());
                for (int i = 0; i < streams.size() && due > 0; i++) {
                    write(next, Math.min(share, due));
                    due -= share;
                    next = (next + 1) % streams.size();
                }
            }
        } catch (IOException e) {
            fault.set(e);
        }
    }

    private void write(int file, long lines) throws IOException {
        for (long left = lines; left > 0; ) {
            int count = block.next(left);
            notes.get(file).written(count, System.nanoTime());
            left -= block.write(streams.get(file), count);
        }
        written.addAndGet(lines);
    }

    @Override
    public void close() throws IOException {
        end();
    }

    /** Writes no more; all that it wrote is counted then. */
    void end() throws IOException {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (OutputStream stream : streams) {
            stream.close();
        }
        IOException found = fault.get();
        if (found != null) {
            throw found;
        }
    }
}
