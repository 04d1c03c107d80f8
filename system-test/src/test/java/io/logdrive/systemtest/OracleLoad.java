package io.logdrive.systemtest;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends the oracle's lines over short connections in the background, through faults: each
 * connection is closed in order, or its lines are not acknowledged.
 *
 * <p>Thread-safe.
 */
final class OracleLoad implements AutoCloseable {
    /** In every line, so that they are found among others. */
    static final String MARK = "the oracle's payload ";

    private static final int LINES = 37;
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration ACKNOWLEDGEMENT_MAX = Duration.ofSeconds(20);
    private static final AtomicInteger SOURCES = new AtomicInteger();

    private final int port;
    private final OracleNotes notes;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "oracle-load"));
    private final ScheduledFuture<?> schedule;

    /** Starts to send. */
    @SuppressWarnings("this-escape") // the task touches only what is assigned before it
    OracleLoad(int port, OracleNotes notes) {
        this.port = port;
        this.notes = notes;
        this.schedule =
                thread.scheduleWithFixedDelay(
                        this::attempt, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Connections that were acknowledged so far. */
    int acknowledgedConnections() {
        return acknowledged.get();
    }

    /** Sends {@code lines} lines over one connection. */
    static LineSender.End send(int port, OracleNotes notes, int lines) throws IOException {
        String source = "source-" + SOURCES.incrementAndGet();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(new OracleLine(source, i, MARK + "é".repeat(i % 50)).text()).append('\n');
        }
        try (LineSender sender = LineSender.connect(port)) {
            notes.attempted(source, lines);
            LineSender.End end =
                    sender.send(text.toString()).halfClose().awaitEnd(ACKNOWLEDGEMENT_MAX);
            if (end == LineSender.End.ORDERLY) {
                notes.acknowledged(source, lines);
            }
            return end;
        }
    }

    /** Finishes the connection under way; what went wrong in the background comes up here. */
    @Override
    public void close() {
        schedule.cancel(false);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(ACKNOWLEDGEMENT_MAX.toSeconds() + 5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("oracle-load: expected to end, found it running");
            }
            schedule.get();
        } catch (CancellationException e) {
            return; // The ordinary end: it was cancelled and had not failed.
        } catch (ExecutionException e) {
            throw new IllegalStateException("oracle-load failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt() {
        try {
            if (send(port, notes, LINES) == LineSender.End.ORDERLY) {
                acknowledged.incrementAndGet();
            }
        } catch (IOException e) {
            // The server is away: not acknowledged, which the notes say by saying nothing.
        }
    }
}
