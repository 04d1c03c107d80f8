package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.payara.LimitedLog;
import io.logdrive.payara.ServerTlsConfig;
import io.logdrive.tls.Refusal;
import io.logdrive.tls.RenewableTls;
import io.logdrive.wire.ForwardException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The listener's log lines and the metrics they move. Thread-safe. */
public final class ListenEvents {
    private static final System.Logger LOGGER = System.getLogger("io.logdrive.ingest.listen");
    private static final String NO_RECORD = "expected a TLS record, found none";
    private static final String SENDER_KEEPS = " data=unconfirmed-lines-with-sender";

    private final LimitedLog limited = new LimitedLog(LOGGER, System::nanoTime);
    private final MeterRegistry registry;
    private final Counter chunks;
    private final Counter lines;
    private final Counter bytes;
    private final Counter truncated;
    private final Counter filtered;
    private final Counter skipped;
    private final Counter late;
    private final Counter refused;
    private final Counter held;
    private final Counter evicted;
    private final Counter acceptFailed;
    private final Counter udpDropped;
    private final Counter udpLost;
    private final OriginsSeen origins = new OriginsSeen();

    /** Registers the metrics. */
    public ListenEvents(MeterRegistry registry) {
        this.registry = registry;
        this.chunks = counter("chunks");
        this.lines = counter("lines");
        this.bytes = counter("bytes");
        this.truncated = counter("truncated.lines");
        this.filtered = counter("filtered.lines");
        this.skipped = counter("skipped.bytes");
        this.late = counter("late.confirmations");
        this.refused = counter("refused.chunks");
        this.held = counter("held.chunks");
        this.evicted = counter("evicted.connections");
        this.acceptFailed = counter("accept.failures");
        this.udpDropped = counter("udp.kernel.drops");
        this.udpLost = counter("udp.lost.lines");
    }

    /** Lets the metrics show what is open and in memory. */
    void watch(Supplier<Number> connections, Intake intake) {
        Gauge.builder("logdrive.listen.open.connections", connections).register(registry);
        Gauge.builder("logdrive.listen.unconfirmed.bytes", intake.unconfirmed()::bytes)
                .register(registry);
        Gauge.builder("logdrive.listen.unfinished.bytes", intake.unfinished()::bytes)
                .register(registry);
    }

    /** Opens the files of the port's certificate; the metrics show how long it is valid. */
    RenewableTls openTls(ServerTlsConfig config) {
        RenewableTls tls = config.open(LOGGER, "intake");
        Gauge.builder("logdrive.listen.certificate.expiry.days", tls, RenewableTls::daysLeft)
                .register(registry);
        Gauge.builder(
                        "logdrive.listen.certificate.kept",
                        tls,
                        opened -> opened.problem().isEmpty() ? 0 : 1)
                .register(registry);
        return tls;
    }

    void listening(SocketAddress address) {
        LOGGER.log(System.Logger.Level.INFO, "listening address={0}", address);
    }

    void listeningUdp(SocketAddress address) {
        LOGGER.log(System.Logger.Level.INFO, "listening-udp address={0}", address);
    }

    /** The kernel keeps less for us than we asked for: a burst is dropped sooner. */
    void udpReceiveBufferLowered(int expected, int found) {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "udp-receive-buffer-lowered expected="
                        + expected
                        + " found="
                        + found
                        + " reason=net.core.rmem_max remedy=sysctl");
    }

    /** The kernel threw datagrams away because the buffer was full. */
    void udpDropped(long count) {
        udpDropped.increment((double) count);
    }

    /** Says what {@link #udpDropped} has counted since it was said last. */
    void sayUdpDropped(long count, long total, int receiveBuffer) {
        limited.warn(
                "udp-datagrams-dropped",
                "datagrams="
                        + count
                        + " total="
                        + total
                        + " receive-buffer="
                        + receiveBuffer
                        + " reason=buffer-full data=lost");
    }

    /** Receiving failed; it goes on after a second. */
    void udpFailed(Throwable cause) {
        limited.warn("udp-failed", "retry-seconds=1 cause=" + cause);
    }

    /** Datagrams that were received and for which the queue had no room before the stop. */
    void udpLost(int lines) {
        udpLost.increment(lines);
        limited.warn("udp-datagrams-lost", "datagrams=" + lines + " reason=stop data=lost");
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
        filtered.increment(chunk.marks().filtered().total());
        origins.seen(chunk);
    }

    /** Whose chunks the queue has taken. */
    OriginsSeen origins() {
        return origins;
    }

    /** Bytes of lines beyond their limit. */
    void skipped(long count) {
        skipped.increment((double) count);
    }

    /** The queue is closed; {@code chunks} that were read stay with their sender. */
    void refused(String peer, int chunks) {
        refused.increment(chunks);
        limited.warn(
                "chunks-refused",
                "peer="
                        + peer
                        + " chunks="
                        + chunks
                        + " reason=queue-closed"
                        + " data=with-sender");
    }

    /** The queue is full; the chunk is offered again, and its sender not read meanwhile. */
    void held() {
        held.increment();
    }

    void evicted(String peer, long unfinishedBytes) {
        evicted.increment();
        limited.warn(
                "connection-evicted",
                "peer="
                        + peer
                        + " reason=unfinished-bytes-max unfinished-bytes="
                        + unfinishedBytes
                        + SENDER_KEEPS);
    }

    /** A connection was silent, or a line or frame unfinished, for longer than configured. */
    void timedOut(String peer, String reason, long unfinishedBytes) {
        registry.counter("logdrive.listen.timed.out.connections", "reason", reason).increment();
        limited.warn(
                "connection-timed-out",
                "peer="
                        + peer
                        + " reason="
                        + reason
                        + " unfinished-bytes="
                        + unfinishedBytes
                        + " data="
                        + (unfinishedBytes == 0 ? "queued" : "unfinished-with-sender"));
    }

    void failed(String peer, Throwable cause) {
        boolean protocol = cause instanceof ForwardException || cause instanceof FramingException;
        boolean io = cause instanceof IOException;
        if (cause instanceof DecoderException && cause.getCause() instanceof SSLException tls) {
            failedTls(peer, tls);
            return;
        }
        if (cause instanceof OtherIdentityException) {
            refused(peer, Refusal.OTHER_IDENTITY, cause.getMessage());
            return;
        }
        String reason = protocol ? "protocol" : io ? "io" : "error";
        countFailed(reason);
        if (!io) {
            failed(peer, reason, cause.toString());
        } else if (LOGGER.isLoggable(System.Logger.Level.DEBUG)) {
            LOGGER.log(
                    System.Logger.Level.DEBUG,
                    "connection-failed peer=" + peer + " reason=io cause=" + cause);
        }
    }

    /** A TLS client; this port speaks none. */
    void refusedTls(String peer) {
        countFailed("tls");
        failed(peer, "tls", "expected lines, Forward or syslog, found a TLS handshake");
    }

    /** A handshake that failed: of a stranger, an old protocol, who does not trust us. */
    void refusedHandshake(String peer, Throwable cause) {
        boolean bytes = cause instanceof NotSslRecordException;
        refused(
                peer,
                bytes ? Refusal.HANDSHAKE : Refusal.of(cause),
                bytes ? NO_RECORD : Refusal.text(cause));
    }

    /** Who begins without TLS where it is asked for. */
    void refusedPlain(String peer) {
        refused(peer, Refusal.PLAIN, "expected TLS, found other bytes");
    }

    /** Who does not prove to be one from whom we take lines. */
    void refused(String peer, Refusal refusal, @Nullable String cause) {
        countFailed("tls");
        registry.counter("logdrive.listen.tls.refused.connections", "reason", refusal.word())
                .increment();
        limited.warn(
                "tls-refused reason=" + refusal.word(),
                "peer=" + peer + " data=with-sender cause=" + cause);
    }

    /** A record that cannot be decrypted, an end without a word. */
    void failedTls(String peer, Throwable cause) {
        countFailed("tls");
        // Netty says the bytes that are no record, which may be a line.
        boolean bytes = cause instanceof NotSslRecordException;
        failed(peer, "tls", bytes ? NO_RECORD : cause.getMessage());
    }

    private void countFailed(String reason) {
        registry.counter("logdrive.listen.failed.connections", "reason", reason).increment();
    }

    private void failed(String peer, String reason, @Nullable String cause) {
        limited.warn(
                "connection-failed",
                "peer=" + peer + " reason=" + reason + SENDER_KEEPS + " cause=" + cause);
    }

    void rejected(String reason, int limit, String host) {
        registry.counter("logdrive.listen.rejected.connections", "reason", reason).increment();
        limited.warn("connection-rejected reason=" + reason, "limit=" + limit + " host=" + host);
    }

    /** There are fewer descriptors than connections are allowed. */
    void connectionsLowered(int configured, int lowered) {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "connections-lowered connections-max="
                        + configured
                        + " possible="
                        + lowered
                        + " reason=descriptors remedy=ulimit-n");
    }

    /** No descriptor, say; it goes on after a second. */
    void acceptFailed(Throwable cause) {
        acceptFailed.increment();
        limited.warn("accept-failed", "retry-seconds=1 data=with-sender cause=" + cause);
    }

    void lateConfirmation() {
        late.increment();
    }

    void stopped(int resetConnections) {
        limited.flushAll();
        LOGGER.log(
                System.Logger.Level.INFO,
                "listener-stopped connections-reset={0}",
                resetConnections);
    }

    /** To be called every second: says what was too much to say one by one. */
    void flush() {
        limited.flush();
    }

    private Counter counter(String name) {
        return Counter.builder("logdrive.listen." + name).register(registry);
    }
}
