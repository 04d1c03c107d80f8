package io.logdrive.agent.status;

import io.logdrive.agent.send.UplinkState.Link;
import io.logdrive.agent.status.AgentState.Count;
import io.logdrive.agent.tail.TailState;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * How an agent is, for programs: metrics {@code logdrive_agent_…} in Prometheus' text format.
 *
 * <p>Confined to the thread {@code agent-status}.
 */
public final class StatusMetrics {
    private static final String PREFIX = "logdrive_agent_";
    private static final double MILLIS = 1e3;

    private final Supplier<AgentState> source;
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private AgentState state;

    /**
     * @param source asked once for each answer
     */
    public StatusMetrics(Supplier<AgentState> source) {
        this.source = source;
        this.state = source.get();
        for (Count count : Count.values()) {
            counter(count.metric(), count.meaning(), s -> s.counts().getOrDefault(count, 0L));
        }
        counter("chunks_sent", "Chunks, each time", s -> s.uplink().chunksSent());
        counter("chunks_resent", "Those sent before", s -> s.uplink().chunksResent());
        counter("chunks_acknowledged", "Chunks, once each", s -> s.uplink().chunksAcknowledged());
        counter("bytes_sent", "Bytes of chunks sent", s -> s.uplink().bytesSent());
        counter("reconnects", "Sessions but the first", s -> s.uplink().reconnects());
        gauge(
                "connected",
                "Whether a session is open",
                s -> s.uplink().link() == Link.CONNECTED ? 1 : 0);
        gauge(
                "unacknowledged_chunks",
                "Chunks on their way",
                s -> s.uplink().chunksUnacknowledged());
        gauge(
                "unacknowledged_bytes",
                "Bytes of chunks on their way",
                s -> s.uplink().bytesUnacknowledged());
        gauge("files", "Files that are read", s -> s.tail().files().size());
        gauge("behind_bytes", "Bytes of files that are not acknowledged", AgentState::behindBytes);
        gauge(
                "start_time_seconds",
                "When the agent started",
                s -> s.started().toEpochMilli() / MILLIS);
        heldSeconds();
        workers();
    }

    private void counter(String name, String help, ToDoubleFunction<AgentState> value) {
        CounterWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .callback(callback -> callback.call(value.applyAsDouble(state)))
                .register(registry);
    }

    private void gauge(String name, String help, ToDoubleFunction<AgentState> value) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .callback(callback -> callback.call(value.applyAsDouble(state)))
                .register(registry);
    }

    private void heldSeconds() {
        CounterWithCallback.builder()
                .name(PREFIX + "rate_held_seconds")
                .help("How long files of an input waited because of its rate")
                .labelNames("input")
                .callback(callback -> state.heldSeconds().forEach((i, s) -> callback.call(s, i)))
                .register(registry);
    }

    private void workers() {
        worker(
                "worker_renewed_seconds",
                "How long ago a thread showed that it goes on",
                callback ->
                        forEach(
                                thread ->
                                        callback.call(
                                                thread.renewedMillisAgo() / MILLIS,
                                                thread.name())));
        worker(
                "worker_events",
                "Events that a thread has handed on",
                callback ->
                        forEach(thread -> callback.call((double) thread.events(), thread.name())));
    }

    private void worker(String name, String help, Consumer<GaugeWithCallback.Callback> callback) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames("worker")
                .callback(callback)
                .register(registry);
    }

    private void forEach(Consumer<TailState.OfThread> use) {
        state.tail().threads().forEach(use);
    }

    /** All of them as they are now. */
    public String text() {
        state = source.get();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
