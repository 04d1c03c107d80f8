package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.ChunkQueue;
import io.logdrive.ingest.queue.Enqueued;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A queue in memory whose "disk" is the test: it confirms when it is told to, or at once. */
final class RecordingQueue implements ChunkQueue {
    @GuardedBy("this")
    private final List<Chunk> chunks = new ArrayList<>();

    @GuardedBy("this")
    private final Deque<Runnable> unconfirmed = new ArrayDeque<>();

    @GuardedBy("this")
    private final Deque<Enqueued> answers = new ArrayDeque<>();

    @GuardedBy("this")
    private long unconfirmedBytes;

    @GuardedBy("this")
    private long unconfirmedBytesMost;

    @GuardedBy("this")
    private boolean confirmsAtOnce = true;

    @Override
    public synchronized Enqueued enqueue(Chunk chunk, Runnable onConfirmed) {
        Enqueued answer = answers.isEmpty() ? Enqueued.ACCEPTED : answers.remove();
        if (answer != Enqueued.ACCEPTED) {
            return answer;
        }
        chunks.add(chunk);
        if (confirmsAtOnce) {
            onConfirmed.run();
        } else {
            unconfirmedBytes += chunk.body().length;
            unconfirmedBytesMost = Math.max(unconfirmedBytesMost, unconfirmedBytes);
            unconfirmed.add(
                    () -> {
                        discount(chunk);
                        onConfirmed.run();
                    });
            notifyAll();
        }
        return answer;
    }

    private synchronized void discount(Chunk chunk) {
        unconfirmedBytes -= chunk.body().length;
    }

    synchronized void hold() {
        confirmsAtOnce = false;
    }

    /** The answers to the next calls; after them it accepts. */
    synchronized void answer(Enqueued... next) {
        answers.addAll(List.of(next));
    }

    /** Waits for something to confirm and confirms it. */
    void confirmNext() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        synchronized (this) {
            while (unconfirmed.isEmpty() && deadline - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
            }
        }
        confirmAll();
    }

    void confirmAll() {
        List<Runnable> all;
        synchronized (this) {
            all = new ArrayList<>(unconfirmed);
            unconfirmed.clear();
        }
        all.forEach(Runnable::run);
    }

    synchronized List<Chunk> chunks() {
        return List.copyOf(chunks);
    }

    synchronized int unconfirmed() {
        return unconfirmed.size();
    }

    synchronized long unconfirmedBytesMost() {
        return unconfirmedBytesMost;
    }

    synchronized long lines() {
        return chunks.stream().mapToLong(Chunk::lines).sum();
    }

    /** All bodies one after the other. */
    synchronized String text() {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(new String(chunk.body(), UTF_8)));
        return text.toString();
    }
}
