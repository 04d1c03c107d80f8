package io.logdrive.ingest;

import io.logdrive.ingest.consume.Consumers;
import io.logdrive.ingest.forward.Forwarder;
import io.logdrive.ingest.listen.IntakeServer;
import io.logdrive.ingest.queue.DiskForecast;
import io.logdrive.ingest.queue.GuardState;
import io.logdrive.ingest.queue.GuardStatus;
import io.logdrive.ingest.queue.MicrosClock;
import io.logdrive.ingest.queue.QueueDepth;
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

    private final QueueDepth depth;
    private final Forwarder forwarder;
    private final Supplier<GuardStatus> guard;
    private final Instant started;
    private final Since<Boolean> connected;
    private final Since<GuardState> guardState;
    private final DiskForecast forecast = new DiskForecast();
    private final History history;

    IngestFigures(
            QueueDepth depth,
            Forwarder forwarder,
            IntakeServer server,
            Consumers consumers,
            Supplier<GuardStatus> guard) {
        Clock clock = Clock.systemUTC();
        this.depth = depth;
        this.forwarder = forwarder;
        this.guard = guard;
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
                                Series.last("connections", server::connectionCount)));
        series.addAll(consumers.series());
        this.history = new History(series, clock, System.nanoTime());
    }

    /** For the timer, once a second. */
    void look() {
        long now = System.nanoTime();
        history.look(now);
        forecast.look(depth.snapshot().bytes(), now);
        connectedSince();
        guardSince();
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
        return guardState.look(guard.get().state());
    }

    /** How long the queue's disk lasts; null: it does not fill up. */
    public @Nullable Double diskSecondsLeft() {
        return forecast.secondsLeft(guard.get());
    }

    private double oldestAgeSeconds() {
        long received = forwarder.oldestReceivedMicros();
        return received == Long.MAX_VALUE
                ? Double.NaN
                : Math.max(0, MicrosClock.nowMicros() - received) / MICROS_PER_SECOND;
    }
}
