package io.logdrive.agent.send;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * One run: sends the lines of its sources over its connections and reports what became of them.
 *
 * <p>Line {@code k} goes to connection {@code k mod connections}; a limit of lines is dealt out the
 * same way. Each connection has a source of its own, so that what it sends does not depend on the
 * others.
 *
 * <p>Thread-safe.
 */
public final class Sender {
    private final SendConfig config;
    private final LongSupplier nanoTime;
    private final Figures figures;
    private final List<Connection> connections = new ArrayList<>();
    private final List<SendLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch running;
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private volatile boolean interrupted;
    private volatile long startNanos;

    /**
     * On the plain wire.
     *
     * @param sources one per connection, by index
     * @param nanoTime the clock of the pace
     */
    public Sender(SendConfig config, IntFunction<LineSource> sources, LongSupplier nanoTime) {
        this(
                config,
                nanoTime,
                own -> {
                    LineSource source = sources.apply(own.first());
                    long linesMax = linesMax(config, own);
                    return new LinesConnection(
                            new ConnectionTally(own.first(), linesMax, config.sessionsKept()),
                            linesMax,
                            source,
                            config.bufferBytes(source.lineBytesMax()));
                });
    }

    /**
     * On the acknowledged wire.
     *
     * @param streams one per connection, by index
     * @param nanoTime the clock of the pace
     * @param epochMicros the clock of the chunks
     */
    public static Sender acknowledged(
            SendConfig config,
            IntFunction<AckStream> streams,
            LongSupplier nanoTime,
            LongSupplier epochMicros) {
        AckConfig ack = Objects.requireNonNull(config.ack(), "ack");
        return new Sender(
                config,
                nanoTime,
                own -> {
                    AckStream stream = streams.apply(own.first());
                    // A source's start is behind it, whatever the limit says by now.
                    long linesMax = Math.max(0, linesMax(config, own) - stream.position().start());
                    int chunkBytes =
                            ack.chunkBytes(config.connections(), stream.source().lineBytesMax());
                    return new AcknowledgedConnection(
                            new AcknowledgedTally(
                                    own.first(), linesMax, config.sessionsKept(), stream),
                            linesMax,
                            stream,
                            new AcknowledgedConnection.Means(
                                    ack.windowChunks(),
                                    new ChunkBuffers(chunkBytes),
                                    epochMicros,
                                    nanoTime));
                });
    }

    private Sender(
            SendConfig config, LongSupplier nanoTime, Function<Share, Connection> connection) {
        this.config = config;
        this.nanoTime = nanoTime;
        this.figures = new Figures(config.ack() != null);
        Share all = new Share(0, config.connections(), config.connections());
        for (int i = 0; i < all.count(); i++) {
            connections.add(connection.apply(new Share(i, 1, all.count())));
        }
        int count = config.threads(Runtime.getRuntime().availableProcessors());
        running = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) all.count() * i / count);
            int to = (int) ((long) all.count() * (i + 1) / count);
            SendLoop loop = loop(new Share(from, to - from, all.count()));
            loops.add(loop);
            threads.add(new Thread(() -> run(loop), "agent-send-" + (i + 1)));
        }
    }

    private static long linesMax(SendConfig config, Share own) {
        return config.lines() == Long.MAX_VALUE ? Long.MAX_VALUE : own.of(config.lines());
    }

    private SendLoop loop(Share share) {
        List<Connection> own = connections.subList(share.first(), share.first() + share.count());
        return new SendLoop(
                config,
                new SendLoop.Parts(
                        openSelector(),
                        own,
                        new Dues(config.rate(), config.durationNanos(), share, own),
                        new Dialer(
                                () -> new InetSocketAddress(config.host(), config.port()),
                                BackOff.DEFAULT,
                                () -> ThreadLocalRandom.current().nextDouble()),
                        liveness(own),
                        figures,
                        this::elapsedNanos,
                        () -> interrupted));
    }

    private Liveness liveness(List<Connection> own) {
        AckConfig ack = config.ack();
        return ack == null
                ? new Liveness(AckConfig.of(1), List.of())
                : new Liveness(ack, own.stream().map(AcknowledgedConnection.class::cast).toList());
    }

    private static Selector openSelector() {
        try {
            return Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("selector: expected one, found " + e.getMessage(), e);
        }
    }

    private void run(SendLoop loop) {
        try {
            loop.run();
        } catch (IOException | RuntimeException | Error e) {
            fault.compareAndSet(null, e);
            stop();
        } finally {
            running.countDown();
        }
    }

    /** Begins to send. Call it once. */
    public void start() {
        startNanos = nanoTime.getAsLong();
        threads.forEach(Thread::start);
    }

    /**
     * Ends the run before its time: nothing more is made, what is made is handed over, and the
     * confirmation is awaited for {@link SendConfig#INTERRUPTED_CONFIRM_MAX} at most.
     */
    public void stop() {
        interrupted = true;
        loops.forEach(SendLoop::wakeUp);
    }

    /**
     * Waits for the end of the run.
     *
     * @return whether it has come
     */
    public boolean await(long nanos) throws InterruptedException {
        return running.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** How far it is now. */
    public SendProgress progress() {
        return figures.progress(elapsedNanos(), config.connections());
    }

    /**
     * What became of the lines.
     *
     * @throws IllegalStateException when the run has not ended, or ended by a fault of ours
     */
    public SendReport report() {
        Throwable cause = fault.get();
        if (cause != null) {
            throw new IllegalStateException("send: expected an orderly end, found " + cause, cause);
        }
        if (running.getCount() > 0) {
            throw new IllegalStateException("send: expected the end of the run, found it running");
        }
        Map<SessionEnd, Long> ends = new EnumMap<>(SessionEnd.class);
        List<ConnectionReport> reports = new ArrayList<>(connections.size());
        for (Connection connection : connections) {
            connection.tally().ends().forEach((end, n) -> ends.merge(end, n, Long::sum));
            reports.add(connection.tally().report());
        }
        return new SendReport(
                cause(),
                figures.bytes(),
                figures.connectFailures(),
                figures.lastFailure(),
                figures.sendEndNanos(),
                figures.endNanos(),
                figures.span(),
                ends,
                reports,
                figures.ackPercentiles());
    }

    private StopCause cause() {
        if (connections.stream().allMatch(Connection::finished)) {
            return StopCause.LINES;
        }
        if (interrupted) {
            return StopCause.SIGNAL;
        }
        return config.duration() == null ? StopCause.LINES : StopCause.DURATION;
    }

    private long elapsedNanos() {
        return nanoTime.getAsLong() - startNanos;
    }
}
