package io.logdrive.ingest;

import io.logdrive.ingest.consume.Consumers;
import io.logdrive.ingest.forward.DestinationClient;
import io.logdrive.ingest.forward.ForwardEvents;
import io.logdrive.ingest.forward.Forwarder;
import io.logdrive.ingest.listen.IntakeServer;
import io.logdrive.ingest.listen.ListenEvents;
import io.logdrive.ingest.process.ChunkParser;
import io.logdrive.ingest.process.LineStatistics;
import io.logdrive.ingest.queue.ArtemisChunkQueue;
import io.logdrive.ingest.queue.ArtemisChunkSource;
import io.logdrive.ingest.queue.BrokerConnector;
import io.logdrive.ingest.queue.BrokerKeeper;
import io.logdrive.ingest.queue.DeadLetterQueue;
import io.logdrive.ingest.queue.EmbeddedBroker;
import io.logdrive.ingest.queue.GuardStatus;
import io.logdrive.ingest.queue.QueueConfig;
import io.logdrive.ingest.queue.QueueDepth;
import io.logdrive.ingest.queue.QueueEvents;
import io.logdrive.ingest.queue.QueueFigures;
import io.logdrive.ingest.queue.QueueRates;
import io.logdrive.ingest.rules.EffectiveRules;
import io.logdrive.ingest.rules.RulesEvents;
import io.logdrive.payara.LastWord;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ingest as a whole: builds its parts, starts them from the queue outwards and stops them from the
 * listener inwards.
 *
 * <p>Thread-safe.
 */
public final class Ingest {
    /** Where ingest stands. Immutable. */
    public enum State {
        NEW,
        STARTED,
        STOPPING,
        STOPPED
    }

    private static final System.Logger LOGGER = System.getLogger(Ingest.class.getName());

    private static final long KEEPER_MILLIS_MAX = 5_000;

    private final IngestConfig config;
    private final PrometheusMeterRegistry metrics =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final @Nullable EmbeddedBroker broker;
    private final @Nullable BrokerKeeper keeper;
    private final BrokerConnector connector;
    private final QueueDepth depth;
    private final ArtemisChunkQueue queue;
    private final DeadLetterQueue deadLetters;
    private final DestinationClient destination;
    private final EffectiveRules rules;
    private final LineStatistics statistics;
    private final Forwarder forwarder;
    private final IntakeServer server;
    private final QueueRates rates;
    private final Consumers consumers;
    private final IngestFigures figures;
    private final Thread enqueueThread;
    private final Thread forwardThread;
    private final @Nullable Thread keeperThread;
    private final Invariants invariants;
    private final ForwardEvents forwardEvents;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

    /** The parts of ingest, none of them started; all their threads come from {@code threads}. */
    public Ingest(IngestConfig config, ThreadFactory threads) {
        this.config = config;
        metrics.config().meterFilter(new MetricDescriptions());
        QueueConfig queueConfig = config.queue();
        this.broker = queueConfig.embedded() ? new EmbeddedBroker(queueConfig) : null;
        this.connector = connector(broker, queueConfig);
        this.depth = QueueDepth.open(queueConfig.directory().resolve("depth"));
        QueueEvents queueEvents = new QueueEvents(metrics, depth);
        if (broker != null) {
            metrics.gauge("logdrive.queue.dead.letters", broker, EmbeddedBroker::deadLetters);
        }
        this.rules = EffectiveRules.open(config.rules(), new RulesEvents(metrics));
        connector.serves(config.consumers().names());
        if (broker != null) {
            broker.serves(config.consumers().names());
        }
        this.consumers =
                new Consumers(
                        config.consumers(),
                        new Consumers.Surroundings(
                                config.data(),
                                queueConfig.directory(),
                                rules,
                                role -> new NamedThreads(threads, role),
                                metrics),
                        connector,
                        depth,
                        queueEvents);
        this.deadLetters =
                new DeadLetterQueue(
                        connector, depth, queueEvents, new NamedThreads(threads, "dead-letters"));
        this.keeper =
                broker == null ? null : new BrokerKeeper(broker, queueConfig, depth, queueEvents);
        this.queue =
                keeper == null
                        ? new ArtemisChunkQueue(connector, queueConfig, depth, queueEvents)
                        : keeper.queue(connector, queueConfig);
        this.invariants = new Invariants(metrics, queueConfig.unconfirmedBytesMax());
        this.forwardEvents = new ForwardEvents(metrics);
        this.destination =
                new DestinationClient(
                        config.forward(), forwardEvents, new NamedThreads(threads, "destination"));
        this.statistics = new LineStatistics(metrics);
        this.forwarder =
                new Forwarder(
                        config.forward(),
                        new ArtemisChunkSource(connector, depth, queueEvents),
                        depth,
                        destination,
                        forwardEvents,
                        UUID.randomUUID().toString(),
                        new ChunkParser(rules),
                        statistics);
        this.server =
                new IntakeServer(
                        config.listen(),
                        queue,
                        new ListenEvents(metrics),
                        new NamedThreads(threads, "listen"));
        this.rates = new QueueRates(depth);
        this.figures =
                new IngestFigures(
                        new IngestFigures.Parts(depth, forwarder, server, consumers, this::guard),
                        queueEvents.enqueuer(),
                        forwardEvents);
        this.enqueueThread = new NamedThreads(threads, "enqueue").newThread(queue);
        this.keeperThread =
                keeper == null ? null : new NamedThreads(threads, "broker").newThread(keeper);
        this.forwardThread = new NamedThreads(threads, "forward").newThread(forwarder);
    }

    private static BrokerConnector connector(@Nullable EmbeddedBroker own, QueueConfig config) {
        return own == null
                ? BrokerConnector.toExternal(config)
                : new BrokerConnector(own.url(), "", "");
    }

    /**
     * Starts everything, the listener last.
     *
     * @throws RuntimeException when a part cannot start; the others are stopped again
     */
    public void start() {
        LOGGER.log(System.Logger.Level.INFO, "ingest-configuration {0}", config.effective());
        Deque<Runnable> undo = new ArrayDeque<>();
        try {
            undo.push(this::stopBroker);
            if (keeper != null && keeperThread != null) {
                keeper.start();
                keeperThread.start();
            }
            undo.push(this::stopThreads);
            enqueueThread.start();
            forwardThread.start();
            consumers.start(broker == null ? List.of() : broker.idleQueues());
            undo.push(destination::close);
            destination.start();
            undo.push(server::close);
            server.start();
            state.set(State.STARTED);
        } catch (RuntimeException e) {
            state.set(State.STOPPED);
            undo.forEach(step -> attempt("undo", step));
            throw e;
        }
    }

    /** Stops within the configured time (DESIGN.md, section 7, "shutdown"). */
    public void stop() {
        if (!state.compareAndSet(State.STARTED, State.STOPPING)) {
            return;
        }
        attempt("listener", server::stopReading);
        stopThreads();
        attempt("listener", server::close);
        attempt("destination", destination::close);
        attempt("broker", this::stopBroker);
        state.set(State.STOPPED);
        LastWord.say("ingest-stopped lines-kept-in-queue=" + depth.snapshot().lines());
    }

    /** For the timer: closes a batch whose oldest chunk has waited long enough. */
    public void closeAgedBatch() {
        forwarder.closeAgedBatch();
    }

    /** For the timer, once a second: measures the queue's rates. */
    public void sampleRates() {
        rates.sample(System.nanoTime());
        consumers.sampleRates(System.nanoTime());
        figures.look();
    }

    /** For the timer, once a second: looks whether the rules file has changed. */
    public void lookAtRules() {
        rules.look();
    }

    /** For the timer, every five seconds: looks whether files of TLS have changed. */
    public void lookAtCertificates() {
        server.lookAtCertificate();
        destination.lookAtCertificate();
    }

    /** What people should know of certificates: renewals that failed, those that expire. */
    public String certificateNotes() {
        return Stream.of(
                        note("listen.tls", server.certificateNote()),
                        note("forward.tls", destination.certificateNote()))
                .filter(note -> !note.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String note(String port, String note) {
        return note.isEmpty() ? "" : port + " " + note;
    }

    /** Why the destination is not trusted, or does not trust us; empty: it is as it should be. */
    public String destinationProblem() {
        return destination.problem();
    }

    /** For the timer, every ten seconds: holds its own figures against each other. */
    public void checkInvariants() {
        // From the end of a line's way to its begin: see Invariants.
        long acknowledged = depth.acknowledgedHere();
        long answered = forwardEvents.answeredLines();
        long framed = (long) metrics.counter("logdrive.listen.lines").count();
        QueueFigures figures = queue.figures();
        long enqueued = depth.enqueuedHere();
        invariants.check(
                new Invariants.Figures(
                        System.nanoTime(),
                        acknowledged,
                        answered,
                        framed,
                        figures,
                        enqueued,
                        guard().state(),
                        keeper == null ? 0 : keeper.lookAgeNanos()));
    }

    /** What did not hold when its figures were last held against each other. */
    public List<String> violations() {
        return invariants.violations();
    }

    /** Where it stands. */
    public State state() {
        return Objects.requireNonNull(state.get());
    }

    /** The configuration. */
    public IngestConfig config() {
        return config;
    }

    /** All metrics. */
    public PrometheusMeterRegistry metrics() {
        return metrics;
    }

    /** The queue's depth. */
    public QueueDepth depth() {
        return depth;
    }

    /** What could not be processed. */
    public DeadLetterQueue deadLetters() {
        return deadLetters;
    }

    /** The rules in force. */
    public EffectiveRules rules() {
        return rules;
    }

    /** What lines became. */
    public LineStatistics statistics() {
        return statistics;
    }

    /** The queue's rates. */
    public QueueRates rates() {
        return rates;
    }

    /** How it is and was. */
    public IngestFigures figures() {
        return figures;
    }

    /** What else consumes the queue. */
    public Consumers consumers() {
        return consumers;
    }

    /** The forwarder. */
    public Forwarder forwarder() {
        return forwarder;
    }

    /** The listener. */
    public IntakeServer server() {
        return server;
    }

    /** Whether chunks reach the broker. */
    public boolean isQueueUp() {
        return queue.isConnected() && (broker == null || broker.isUp());
    }

    /** Chunks among the dead letters; below 0 when that is known to the broker alone. */
    public long deadLetterCount() {
        return broker == null ? -1 : broker.deadLetters();
    }

    /** What the guard of the queue's disk says. */
    public GuardStatus guard() {
        return keeper == null ? GuardStatus.EXTERNAL : keeper.status();
    }

    /** The keeper first, or it would open the broker again. */
    private void stopBroker() {
        if (broker == null || keeper == null || keeperThread == null) {
            return;
        }
        keeper.close();
        try {
            keeperThread.join(KEEPER_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        broker.close();
    }

    /** All under one deadline; the connections are closed last, which frees a send that hangs. */
    private void stopThreads() {
        long start = System.nanoTime();
        long nanos = config.stopTimeout().toNanos();
        try {
            // All that was read becomes durable before the forwarder's last batch leaves.
            queue.close(start + nanos * 5 / 10);
            forwarder.stop(start + nanos * 7 / 10);
            consumers.stop();
            join(forwardThread, start + nanos * 8 / 10);
            consumers.join(start + nanos * 8 / 10);
            deadLetters.close();
            attempt("connections", connector::close);
            join(enqueueThread, start + nanos * 9 / 10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread, long deadlineNanos) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        thread.join(Math.max(100, left));
    }

    private static void attempt(String part, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.WARNING, "stop-failed part=" + part, e);
        }
    }
}
