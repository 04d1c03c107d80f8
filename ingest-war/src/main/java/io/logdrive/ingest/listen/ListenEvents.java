package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.ForwardException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.SocketAddress;

/** The listener's log lines and the metrics they move. Thread-safe. */
public final class ListenEvents {
    private static final System.Logger LOGGER = System.getLogger("io.logdrive.ingest.listen");

    private final MeterRegistry registry;
    private final Counter chunks;
    private final Counter lines;
    private final Counter bytes;
    private final Counter truncated;
    private final Counter late;
    private final Counter rejected;
    private final Counter refused;
    private final Counter held;
    private final Counter evicted;

    /** Registers the metrics. */
    public ListenEvents(MeterRegistry registry) {
        this.registry = registry;
        this.chunks = Counter.builder("logdrive.listen.chunks").register(registry);
        this.lines = Counter.builder("logdrive.listen.lines").register(registry);
        this.bytes = Counter.builder("logdrive.listen.bytes").register(registry);
        this.truncated = Counter.builder("logdrive.listen.truncated.lines").register(registry);
        this.late = Counter.builder("logdrive.listen.late.confirmations").register(registry);
        this.rejected = Counter.builder("logdrive.listen.rejected.connections").register(registry);
        this.refused = Counter.builder("logdrive.listen.refused.chunks").register(registry);
        this.held = Counter.builder("logdrive.listen.held.chunks").register(registry);
        this.evicted = Counter.builder("logdrive.listen.evicted.connections").register(registry);
    }

    void listening(SocketAddress address) {
        LOGGER.log(System.Logger.Level.INFO, "listening address={0}", address);
    }

    void opened(String protocol) {
        registry.counter("logdrive.listen.connections", "protocol", protocol).increment();
    }

    void closed(String peer) {
        LOGGER.log(System.Logger.Level.DEBUG, "connection-closed peer={0}", peer);
    }

    void framed(Chunk chunk) {
        chunks.increment();
        lines.increment(chunk.lines());
        bytes.increment(chunk.body().length);
        truncated.increment(chunk.truncated().cardinality());
    }

    /** The queue is closed; {@code chunks} that were read stay with their sender. */
    void refused(String peer, int chunks) {
        refused.increment(chunks);
        LOGGER.log(
                System.Logger.Level.WARNING,
                "chunks-refused peer="
                        + peer
                        + " chunks="
                        + chunks
                        + " reason=queue-closed data=with-sender");
    }

    /** The queue is full; the chunk is offered again, and its sender not read meanwhile. */
    void held() {
        held.increment();
    }

    void evicted(String peer, long unfinishedBytes) {
        evicted.increment();
        LOGGER.log(
                System.Logger.Level.WARNING,
                "connection-evicted peer="
                        + peer
                        + " reason=unfinished-bytes-max unfinished-bytes="
                        + unfinishedBytes
                        + " data=unconfirmed-lines-with-sender");
    }

    void failed(String peer, Throwable cause) {
        boolean protocol = cause instanceof ForwardException;
        String reason = protocol ? "protocol" : cause instanceof IOException ? "io" : "error";
        registry.counter("logdrive.listen.failed.connections", "reason", reason).increment();
        LOGGER.log(
                cause instanceof IOException
                        ? System.Logger.Level.DEBUG
                        : System.Logger.Level.WARNING,
                "connection-failed peer="
                        + peer
                        + " reason="
                        + reason
                        + " data=unconfirmed-lines-with-sender cause="
                        + cause);
    }

    void rejected(int connectionsMax) {
        rejected.increment();
        LOGGER.log(
                System.Logger.Level.WARNING,
                "connection-rejected reason=connections-max limit={0}",
                connectionsMax);
    }

    void lateConfirmation() {
        late.increment();
    }

    void stopped(int resetConnections) {
        LOGGER.log(
                System.Logger.Level.INFO,
                "listener-stopped connections-reset={0}",
                resetConnections);
    }
}
