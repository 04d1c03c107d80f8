package io.logdrive.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a running server at even intervals, in a thread of its own, {@code load-sampler}.
 *
 * <p>Thread-safe.
 */
final class Sampler implements AutoCloseable {
    private final Session session;
    private final Duration every;
    private final boolean destinationToo;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Moment> moments = new ArrayList<>();
    private final Thread thread = new Thread(this::look, "load-sampler");
    private @Nullable Exception failure;

    private Sampler(Session session, Duration every, boolean destinationToo) {
        this.session = session;
        this.every = every;
        this.destinationToo = destinationToo;
    }

    /** Begins with a look; the destination is asked how much it has stored, too. */
    static Sampler start(Session session, Duration every) throws IOException, InterruptedException {
        return start(session, every, true);
    }

    /** As {@link #start}, but asks ingest only: for when the destination does not run. */
    static Sampler ofQueue(Session session, Duration every)
            throws IOException, InterruptedException {
        return start(session, every, false);
    }

    private static Sampler start(Session session, Duration every, boolean destinationToo)
            throws IOException, InterruptedException {
        Sampler sampler = new Sampler(session, every, destinationToo);
        sampler.add(sampler.moment());
        sampler.thread.setDaemon(true);
        sampler.thread.start();
        return sampler;
    }

    /**
     * Ends it with another look.
     *
     * @throws BenchmarkException when one of the looks failed
     */
    List<Moment> end() throws IOException, InterruptedException {
        close();
        thread.join();
        synchronized (this) {
            if (failure != null) {
                throw new BenchmarkException("sampler: expected an answer: " + failure, failure);
            }
        }
        add(moment());
        synchronized (this) {
            return List.copyOf(moments);
        }
    }

    @Override
    public void close() {
        ended.countDown();
    }

    private void look() {
        long next = System.nanoTime() + every.toNanos();
        try {
            while (!ended.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                add(moment());
                next += every.toNanos();
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            synchronized (this) {
                failure = e;
            }
        }
    }

    private synchronized void add(Moment moment) {
        moments.add(moment);
    }

    private Moment moment() throws IOException, InterruptedException {
        Map<String, Moment.Use> uses = new LinkedHashMap<>();
        for (Server.Part part : session.server().parts()) {
            uses.put(part.processName(), new Moment.Use(part.cpuSeconds(), part.writtenBytes()));
        }
        double databaseCpu = session.database().cpuSeconds();
        if (databaseCpu > 0) {
            uses.put(
                    Pipeline.DATABASE,
                    new Moment.Use(databaseCpu, session.database().writtenBytes()));
        }
        // Side by side: what moves from the one to the other between them is counted wrong.
        long queued = session.api().queuedLines();
        Instant now = Instant.now();
        long stored = destinationToo ? session.api().storedSinceStart() : 0;
        return new Moment(
                now.getEpochSecond() + now.getNano() / 1e9, stored, queued, Map.copyOf(uses));
    }
}
