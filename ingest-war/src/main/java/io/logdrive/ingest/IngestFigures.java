package io.logdrive.ingest;

import io.logdrive.ingest.consume.Consumers;
import io.logdrive.ingest.forward.ForwardEvents;
import io.logdrive.ingest.forward.Forwarder;
import io.logdrive.ingest.listen.IntakeServer;
import io.logdrive.ingest.queue.DiskForecast;
import io.logdrive.ingest.queue.GuardState;
import io.logdrive.ingest.queue.GuardStatus;
import io.logdrive.ingest.queue.MicrosClock;
import io.logdrive.ingest.queue.QueueDepth;
import io.logdrive.ingest.workers.Worker;
import io.logdrive.ingest.workers.WorkerStatus;
import io.logdrive.payara.figures.History;
import io.logdrive.payara.figures.Series;
import io.logdrive.payara.figures.Since;
import io.logdrive.payara.figures.Span;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How ingest is and was, for people who look. Thread-safe. */
public final class IngestFigures {
    private static final double MICROS_PER_SECOND = 1e6;

    private final Parts parts;
    private final QueueDepth depth;
    private final Forwarder forwarder;
    private final List<Worker> workers;
    private final Instant started;
    private final Since<Boolean> connected;
    private final Since<GuardState> guardState;
    private final DiskForecast forecast = new DiskForecast();
    private final History history;

    IngestFigures(Parts parts, Worker enqueuer, ForwardEvents forwarding) {
        Clock clock = Clock.systemUTC();
        this.parts = parts;
        this.depth = parts.depth();
        this.forwarder = parts.forwarder();
        this.workers = new ArrayList<>(parts.server().workers());
        workers.addAll(List.of(enqueuer, forwarding.forwarder(), forwarding.sender()));
        workers.addAll(parts.consumers().workers());
        this.started = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        this.connected = new Since<>(clock);
        this.guardState = new Since<>(clock);
        List<Series> series =
                new ArrayList<>(
                        List.of(
                                Series.perSecond("linesPerSecondIn", depth::enqueuedHere),
                                Series.perSecond("linesPerSecondOut", depth::acknowledgedHere),
                                Series.last("queueLines", () -> depth.snapshot().lines()),
                                Series.last("oldestAgeSeconds", this::oldestAgeSeconds),
                                Series.last("batchesInFlight", forwarder::batchesInFlight),
                                Series.last("connections", parts.server()::connectionCount)));
        series.addAll(parts.consumers().series());
        this.history = new History(series, clock, System.nanoTime());
    }

    /** For the timer, once a second. */
    void look() {
        long now = System.nanoTime();
        history.look(now);
        forecast.look(depth.snapshot().bytes(), now);
        connectedSince();
        guardSince();
        parts.server().lookAtOrigins(now);
        workers.forEach(worker -> worker.look(now));
    }

    /** Figures of the past as JSON. */
    public String history(Span span) {
        return history.json(span);
    }

    /** When ingest was started. */
    public Instant started() {
        return started;
    }

    /** Since when the destination is connected, or not. */
    public Instant connectedSince() {
        return connected.look(forwarder.isConnected());
    }

    /** Since when the guard of the queue's disk says what it says. */
    public Instant guardSince() {
        return guardState.look(parts.guard().get().state());
    }

    /** How long the queue's disk lasts; null: it does not fill up. */
    public @Nullable Double diskSecondsLeft() {
        return forecast.secondsLeft(parts.guard().get());
    }

    /** What the threads that carry lines say of themselves, in the order of a line's way. */
    public List<WorkerStatus> workers() {
        return workers.stream()
                .map(Worker::status)
                .filter(status -> !status.id().isEmpty())
                .toList();
    }

    private double oldestAgeSeconds() {
        long received = forwarder.oldestReceivedMicros();
        return received == Long.MAX_VALUE
                ? Double.NaN
                : Math.max(0, MicrosClock.nowMicros() - received) / MICROS_PER_SECOND;
    }

    /** What is looked at. Immutable. */
    record Parts(
            QueueDepth depth,
            Forwarder forwarder,
            IntakeServer server,
            Consumers consumers,
            Supplier<GuardStatus> guard) {}
}
