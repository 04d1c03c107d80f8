package io.logdrive.agent.send;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The way to the server for chunks of any number of origins: over one connection at a time, to the
 * first of its servers that takes it, each chunk again and again until it is acknowledged
 * (wire/PROTOCOL.md, "An agent's chunk").
 *
 * <p>What is on its way is bounded in bytes; {@link #put} waits for room, which is the
 * back-pressure on who reads the files.
 *
 * <p>Thread-safe.
 */
public final class Uplink implements AutoCloseable {
    private final UplinkConfig config;
    private final UplinkEvents events;
    private final Outbox outbox;
    private final Thread thread = new Thread(this::run, "agent-send");
    private final AtomicReference<@Nullable UplinkSession> session = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    private volatile boolean abandoned;

    /**
     * Connects as a session would, and leaves at once.
     *
     * @throws IOException why that server cannot be used
     */
    public static void probe(UplinkConfig config, Server server) throws IOException {
        UplinkSession.open(config, server, new Outbox(0)).close();
    }

    /** Begins to connect with {@link #start}. */
    public Uplink(UplinkConfig config, UplinkEvents events) {
        this.config = config;
        this.events = events;
        this.outbox = new Outbox(config.bytesMax());
    }

    /** Call it once. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Takes a chunk as soon as there is room for it.
     *
     * @return false when the uplink is closed and the chunk was not taken
     */
    public boolean put(OutgoingChunk chunk) throws InterruptedException {
        return outbox.put(chunk);
    }

    /** Chunks that are on their way. */
    public int unacknowledged() {
        return outbox.unacknowledged();
    }

    /** Waits until everything is acknowledged, or that long; answers whether it is. */
    public boolean awaitEmpty(Duration most) throws InterruptedException {
        return outbox.awaitEmpty(most.toNanos());
    }

    private void run() {
        BackOff backOff = BackOff.DEFAULT;
        int attempt = 0;
        int server = 0;
        try {
            while (goesOn()) {
                long began = System.nanoTime();
                Server to = config.servers().get(server);
                try {
                    serve(to);
                } catch (IOException e) {
                    if (!goesOn()) {
                        return;
                    }
                    outbox.rewind();
                    events.lost(to, e, outbox.unacknowledged());
                    attempt = backOff.attemptAfter(attempt, System.nanoTime() - began);
                    server = (server + 1) % config.servers().size();
                    await(backOff.delayNanos(attempt, ThreadLocalRandom.current().nextDouble()));
                    attempt++;
                }
            }
        } catch (InterruptedException e) {
            // Who closes it wants it to end.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // Nobody would send any more, and everybody wait.
            fault.set(e);
            outbox.close();
        }
    }

    /** Why it sends no more though it was not closed; null: it does. */
    public @Nullable Throwable fault() {
        return fault.get();
    }

    /** The wait also of an outbox that is closed, but not empty: its server may come back. */
    private void await(long nanos) throws InterruptedException {
        if (outbox.isClosed()) {
            outbox.awaitEmpty(nanos);
        } else {
            outbox.awaitClosed(nanos);
        }
    }

    private boolean goesOn() {
        return !abandoned && (!outbox.isClosed() || outbox.unacknowledged() > 0);
    }

    private void serve(Server server) throws IOException, InterruptedException {
        try (UplinkSession opened = UplinkSession.open(config, server, outbox)) {
            session.set(opened);
            if (abandoned) {
                return;
            }
            events.connected(server);
            opened.run();
        } finally {
            session.set(null);
        }
    }

    /** Takes no more chunks and sends those it has, for that long at most. */
    public void close(Duration most) throws InterruptedException {
        outbox.close();
        outbox.awaitEmpty(most.toNanos());
        close();
    }

    /** Ends at once; what is not acknowledged is for the next start to send. */
    @Override
    public void close() {
        outbox.close();
        abandoned = true;
        thread.interrupt();
        UplinkSession open = session.get();
        if (open != null) {
            open.close();
        }
    }
}
