package io.logdrive.destination.receive;

import io.logdrive.payara.LimitedLog;
import io.logdrive.payara.ServerTlsConfig;
import io.logdrive.tls.Refusal;
import io.logdrive.tls.RenewableTls;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The receiver's log lines and metrics. Thread-safe. */
final class ReceiveEvents {
    private static final System.Logger LOGGER = System.getLogger(Receiver.class.getName());

    private final LimitedLog limited = new LimitedLog(LOGGER, System::nanoTime);
    private final AtomicInteger open = new AtomicInteger();
    private final MeterRegistry metrics;
    private final Counter acceptFailures;
    private final Counter bytes;
    private final Counter batches;
    private final Counter records;
    private final Counter pauses;
    private final Map<CloseReason, Counter> closed = new EnumMap<>(CloseReason.class);

    ReceiveEvents(MeterRegistry metrics, BufferBudget budget) {
        this.metrics = metrics;
        this.bytes = counter(metrics, "bytes", "Bytes read from peers");
        this.batches = counter(metrics, "batches", "Batches decoded and handed to the store");
        this.records = counter(metrics, "records", "Records in those batches");
        this.pauses = counter(metrics, "pauses", "Times a connection was not read: store full");
        this.acceptFailures =
                counter(metrics, "accept.failures", "Times the system gave no connection");
        for (CloseReason reason : CloseReason.values()) {
            closed.put(
                    reason,
                    Counter.builder("logdrive.destination.receive.closed")
                            .description("Connections closed, by reason")
                            .tag("reason", reason.word())
                            .register(metrics));
        }
        Gauge.builder("logdrive.destination.receive.connections", open, AtomicInteger::get)
                .description("Open connections")
                .register(metrics);
        Gauge.builder("logdrive.destination.receive.buffer.bytes", budget, BufferBudget::used)
                .description("Bytes of unfinished frames")
                .register(metrics);
    }

    void listening(SocketAddress address) {
        LOGGER.log(Level.INFO, "receive-listening address=" + address);
    }

    void stopped() {
        limited.flushAll();
        LOGGER.log(Level.INFO, "receive-stopped");
    }

    /** How many connections are open. */
    int connections() {
        return open.get();
    }

    void opened(String peer) {
        open.incrementAndGet();
        LOGGER.log(Level.DEBUG, "connection-opened peer=" + peer);
    }

    /** One over the limit, which was never opened. */
    void refused(String host, int connectionsMax) {
        count(CloseReason.CONNECTIONS);
        limited.warn(
                "connection-refused reason=" + CloseReason.CONNECTIONS.word(),
                "peer=" + host + " limit=" + connectionsMax);
    }

    /** Opens the files of the port's certificate; the metrics show how long it is valid. */
    RenewableTls openTls(ServerTlsConfig config) {
        RenewableTls tls = config.open(LOGGER, "receive");
        Gauge.builder(
                        "logdrive.destination.receive.certificate.expiry.days",
                        tls,
                        RenewableTls::daysLeft)
                .description("Until the certificate expires")
                .register(metrics);
        Gauge.builder(
                        "logdrive.destination.receive.certificate.kept",
                        tls,
                        opened -> opened.problem().isEmpty() ? 0 : 1)
                .description("1 while its files cannot be used")
                .register(metrics);
        return tls;
    }

    /** Who does not prove to be one from whom we take batches; it is closed next. */
    void refused(String peer, Refusal refusal, String cause) {
        Counter.builder("logdrive.destination.receive.tls.refused")
                .description("Connections not trusted, by reason")
                .tag("reason", refusal.word())
                .register(metrics)
                .increment();
        limited.warn(
                "tls-refused reason=" + refusal.word(),
                "peer=" + peer + " data=with-sender cause=" + cause);
    }

    void acceptFailed(Throwable cause) {
        acceptFailures.increment();
        limited.warn("accept-failed", "cause=\"" + printable(cause) + '"');
    }

    void closed(String peer, CloseReason reason, @Nullable Throwable cause) {
        open.decrementAndGet();
        count(reason);
        String details =
                "peer=" + peer + (cause == null ? "" : " cause=\"" + printable(cause) + '"');
        String kind = "connection-closed reason=" + reason.word();
        if (reason == CloseReason.FAILED) {
            LOGGER.log(Level.ERROR, kind + " " + details, cause);
        } else {
            // A refusal has been said, with more.
            boolean ordinary =
                    reason == CloseReason.PEER
                            || reason == CloseReason.STOPPING
                            || reason == CloseReason.REFUSED;
            limited.say(ordinary ? Level.INFO : Level.WARNING, kind, details);
        }
    }

    /** Every second: says how many lines the log was spared. */
    void flush() {
        limited.flush();
    }

    private void count(CloseReason reason) {
        Counter counter = closed.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    void received(int count) {
        bytes.increment(count);
    }

    void batch(int recordCount) {
        batches.increment();
        records.increment(recordCount);
    }

    void paused(String peer) {
        pauses.increment();
        LOGGER.log(Level.DEBUG, () -> "connection-paused peer=" + peer + " reason=store-full");
    }

    /** What a peer sent may be part of the message. */
    private static String printable(Throwable cause) {
        return String.valueOf(cause.getMessage()).replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }

    private static Counter counter(MeterRegistry metrics, String what, String description) {
        return Counter.builder("logdrive.destination.receive." + what)
                .description(description)
                .register(metrics);
    }
}
