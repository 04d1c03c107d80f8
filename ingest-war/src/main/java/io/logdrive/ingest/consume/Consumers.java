package io.logdrive.ingest.consume;

import io.logdrive.consumer.RecordConsumer;
import io.logdrive.ingest.queue.ArtemisChunkSource;
import io.logdrive.ingest.queue.BrokerConnector;
import io.logdrive.ingest.queue.ChunkSource;
import io.logdrive.ingest.queue.QueueDepth;
import io.logdrive.ingest.queue.QueueEvents;
import io.logdrive.ingest.queue.QueueRates;
import io.logdrive.ingest.queue.Volume;
import io.logdrive.ingest.rules.EffectiveRules;
import io.logdrive.ingest.workers.Worker;
import io.logdrive.payara.figures.Series;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All further consumers of the queue: each with its thread, its depth and its rates.
 *
 * <p>Thread-safe.
 */
public final class Consumers {
    private static final long JOIN_MILLIS_MIN = 100;
    private static final String NOT_CONFIGURED = "not-configured";

    private final Path broker;
    private final List<Running> running = new ArrayList<>();
    private volatile List<ConsumerStatus> idle = List.of();

    /** A consumer and what belongs to it. Immutable. */
    private record Running(
            ConsumerConfig config,
            ConsumerLoop loop,
            ConsumerEvents events,
            QueueDepth depth,
            QueueRates rates,
            Thread thread) {}

    /**
     * Where consumers get what they need from. Immutable.
     *
     * @param data ingest's data directory
     * @param broker where the queue is kept, and with it the depths
     * @param rules by which lines become records
     * @param threads makes threads by the name of their role
     */
    public record Surroundings(
            Path data,
            Path broker,
            EffectiveRules rules,
            Function<String, ThreadFactory> threads,
            MeterRegistry metrics) {}

    /** None of them is started; {@code depth} is the forwarder's. */
    public Consumers(
            ConsumersConfig config,
            Surroundings around,
            BrokerConnector connector,
            QueueDepth depth,
            QueueEvents events) {
        this.broker = around.broker();
        for (ConsumerConfig each : config.consumers()) {
            QueueDepth own = QueueDepth.open(depthFile(each.name()));
            ChunkSource source = new ArtemisChunkSource(connector, each.name(), own, events);
            running.add(running(each, around, source, own));
        }
        depth.enqueuesAlsoTo(running.stream().map(Running::depth).toList());
    }

    private static Running running(
            ConsumerConfig config, Surroundings around, ChunkSource source, QueueDepth depth) {
        ConsumerEvents events = new ConsumerEvents(config.name(), around.metrics(), depth);
        ConsumerLoop loop =
                new ConsumerLoop(
                        config,
                        new ConsumerLoop.Surroundings(
                                around.data(),
                                new RealDisk(),
                                around.threads().apply(config.name()),
                                Clock.systemUTC(),
                                around.rules(),
                                ConsumerLoop::retryMillis),
                        source,
                        depth,
                        events);
        return new Running(
                config,
                loop,
                events,
                depth,
                new QueueRates(depth),
                around.threads().apply("consume-" + config.name()).newThread(loop));
    }

    /** Starts them; {@code idleQueues} are there and belong to none of them. */
    public void start(List<String> idleQueues) {
        List<ConsumerStatus> found = new ArrayList<>();
        for (String queue : idleQueues) {
            Path file = depthFile(queue);
            found.add(
                    new ConsumerStatus(
                            queue,
                            "",
                            Files.exists(file) ? QueueDepth.open(file).snapshot() : Volume.NONE,
                            Long.MAX_VALUE,
                            0,
                            0,
                            NOT_CONFIGURED,
                            "not in logdrive.ingest.consumers: it keeps what it holds and gets"
                                    + " nothing more"));
        }
        idle = List.copyOf(found);
        if (!idle.isEmpty()) {
            ConsumerEvents.idle(idleQueues);
        }
        running.forEach(each -> each.thread().start());
    }

    /** Asks them to commit what they have and to end. */
    public void stop() {
        running.forEach(each -> each.loop().stop());
    }

    /** Waits for their ends; one that hangs is interrupted and left behind. */
    public void join(long deadlineNanos) throws InterruptedException {
        for (Running each : running) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            each.thread().join(Math.max(JOIN_MILLIS_MIN, left));
            if (each.thread().isAlive()) {
                ConsumerEvents.hangs(each.config().name());
                each.thread().interrupt();
            }
        }
    }

    /** For the timer, once a second: measures their rates. */
    public void sampleRates(long nowNanos) {
        running.forEach(each -> each.rates().sample(nowNanos));
    }

    /** What their threads say of themselves. */
    public List<Worker> workers() {
        return running.stream().map(each -> each.events().worker()).toList();
    }

    /** What is remembered of each of them over time. */
    public List<Series> series() {
        List<Series> series = new ArrayList<>();
        for (Running each : running) {
            String name = "consumer." + each.config().name();
            QueueDepth depth = each.depth();
            series.add(Series.last(name + ".queueLines", () -> depth.snapshot().lines()));
            series.add(Series.perSecond(name + ".linesPerSecondOut", depth::acknowledgedHere));
        }
        return series;
    }

    /** How each of them is, and the queues without one. */
    public List<ConsumerStatus> statuses() {
        List<ConsumerStatus> statuses = new ArrayList<>();
        running.forEach(each -> statuses.add(status(each)));
        statuses.addAll(idle);
        return statuses;
    }

    /** A consumer itself, to be asked what it allows other threads to ask; null: none. */
    public @Nullable RecordConsumer find(String name) {
        for (Running each : running) {
            if (each.config().name().equals(name)) {
                return each.config().consumer();
            }
        }
        return null;
    }

    private static ConsumerStatus status(Running each) {
        ConsumerEvents.Standing standing = each.events().standing();
        boolean stalled = each.loop().isStalled(System.nanoTime());
        return new ConsumerStatus(
                each.config().name(),
                each.config().consumer().type(),
                each.depth().snapshot(),
                each.loop().oldestReceivedMicros(),
                each.rates().out(),
                each.events().lines(),
                stalled ? "stalled" : standing.state(),
                stalled ? "it has not returned from a call for 30 seconds" : standing.reason());
    }

    private Path depthFile(String name) {
        return broker.resolve("depth-" + name);
    }
}
