package io.logdrive.ingest.forward;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.ChunkOrder;
import io.logdrive.ingest.queue.Delivery;
import io.logdrive.ingest.queue.MicrosClock;
import io.logdrive.ingest.queue.Volume;
import io.logdrive.ingest.workers.Worker;
import io.logdrive.payara.ClientProtection;
import io.logdrive.tls.Refusal;
import io.logdrive.tls.RenewableTls;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The forwarder's log lines and the metrics they move. Thread-safe. */
public final class ForwardEvents implements ChunkOrder.Events {
    private static final System.Logger LOGGER = System.getLogger("io.logdrive.ingest.forward");

    private final Counter batches;
    private final Counter records;
    private final Counter failures;
    private final Counter unknown;
    private final Counter unprocessable;
    private final Counter overtaking;
    private final Counter disordered;
    private final Counter missing;
    private final Timer waits;
    private final AtomicLong answeredLines = new AtomicLong();
    private final Worker forwarder = new Worker();
    private final Worker sender = new Worker();
    private final MeterRegistry registry;
    private boolean up;
    private String refusal = "";

    /** Registers the metrics. */
    public ForwardEvents(MeterRegistry registry) {
        this.registry = registry;
        this.batches = Counter.builder("logdrive.forward.batches").register(registry);
        this.records = Counter.builder("logdrive.forward.records").register(registry);
        this.failures = Counter.builder("logdrive.forward.connection.failures").register(registry);
        this.unknown =
                Counter.builder("logdrive.forward.unknown.acknowledgements").register(registry);
        this.missing =
                Counter.builder("logdrive.queue.missing").baseUnit("lines").register(registry);
        this.waits = Timer.builder("logdrive.queue.wait").register(registry);
        this.unprocessable =
                Counter.builder("logdrive.forward.unprocessable.chunks").register(registry);
        this.overtaking = Counter.builder("logdrive.forward.overtaking.chunks").register(registry);
        this.disordered = Counter.builder("logdrive.forward.disordered.chunks").register(registry);
    }

    /** Opens the files by which the destination and we know each other. */
    RenewableTls openTls(ClientProtection config) {
        RenewableTls tls = config.open(LOGGER, "forward");
        if (config.files().certificate() != null) {
            Gauge.builder("logdrive.forward.certificate.expiry.days", tls, RenewableTls::daysLeft)
                    .register(registry);
        }
        Gauge.builder(
                        "logdrive.forward.certificate.kept",
                        tls,
                        opened -> opened.problem().isEmpty() ? 0 : 1)
                .register(registry);
        return tls;
    }

    /** The destination is not trusted, or does not trust us: logged once for each reason. */
    synchronized void refused(SocketAddress address, Refusal reason, String cause) {
        registry.counter("logdrive.forward.tls.refusals", "reason", reason.word()).increment();
        String text = reason.word() + cause;
        LOGGER.log(
                text.equals(refusal) ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                "destination-refused reason="
                        + reason.word()
                        + " address="
                        + address
                        + " data=queued cause="
                        + cause);
        refusal = text;
    }

    /** A chunk came out of the queue. */
    void taken(Chunk chunk) {
        long waited = MicrosClock.nowMicros() - chunk.receivedMicros();
        // The wall clock may have been set back meanwhile.
        waits.record(Math.max(0, waited), TimeUnit.MICROSECONDS);
    }

    @Override
    public void overtook() {
        overtaking.increment();
    }

    @Override
    public void disordered(UUID origin, long missing, int chunks) {
        disordered.increment(chunks);
        LOGGER.log(
                System.Logger.Level.WARNING,
                "chunks-out-of-order origin="
                        + origin
                        + " missing-sequence="
                        + missing
                        + " chunks="
                        + chunks
                        + " data=forwarded");
    }

    synchronized void acknowledged(Batch batch) {
        refusal = "";
        long lines = 0;
        for (Delivery delivery : batch.deliveries()) {
            lines += delivery.chunk().lines();
        }
        answeredLines.addAndGet(lines);
        sender.carried(lines);
        batches.increment();
        records.increment(batch.records());
    }

    /** What the thread that parses and batches says of itself. */
    public Worker forwarder() {
        return forwarder;
    }

    /** What the event loop of the destination's connection says of itself. */
    public Worker sender() {
        return sender;
    }

    /** Lines of chunks that the destination has, or the dead letters; doubles count again. */
    public long answeredLines() {
        return answeredLines.get();
    }

    synchronized void connected(SocketAddress address, int resent) {
        up = true;
        LOGGER.log(
                System.Logger.Level.INFO,
                "destination-connected address=" + address + " batches-resent=" + resent);
    }

    /** Logged at the first failure after a success; the retries that follow only count. */
    synchronized void disconnected(
            SocketAddress address, @Nullable Throwable cause, int inFlight, long retryMillis) {
        failures.increment();
        System.Logger.Level level = up ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG;
        up = false;
        LOGGER.log(
                level,
                "destination-unreachable address="
                        + address
                        + " batches-waiting="
                        + inFlight
                        + " data=queued retry-millis="
                        + retryMillis
                        + " cause="
                        + (cause == null ? "connection closed" : cause));
    }

    /** A lost connection is told by {@link #disconnected}; here it is an answer out of protocol. */
    void connectionFailed(Throwable cause) {
        LOGGER.log(
                cause instanceof IOException
                        ? System.Logger.Level.DEBUG
                        : System.Logger.Level.WARNING,
                "destination-connection-failed data=queued cause={0}",
                cause.toString());
    }

    void silent(long millis) {
        LOGGER.log(
                System.Logger.Level.WARNING, "destination-silent millis={0} data=queued", millis);
    }

    void unknownAcknowledgement(String name) {
        unknown.increment();
        LOGGER.log(
                System.Logger.Level.DEBUG,
                "unknown-acknowledgement name-length={0}",
                name.length());
    }

    /** The queue is about to be told that the chunk goes to the dead letters. */
    void gaveUp(Chunk chunk) {
        answeredLines.addAndGet(chunk.lines());
    }

    void unprocessable(String chunk, int attempts, RuntimeException cause) {
        unprocessable.increment();
        LOGGER.log(
                System.Logger.Level.ERROR,
                "chunk-unprocessable chunk=" + chunk + " attempts=" + attempts + " data=queued",
                cause);
    }

    void failed(RuntimeException cause) {
        LOGGER.log(System.Logger.Level.ERROR, "forwarder-failed data=queued", cause);
    }

    /** The queue is empty, and less came out of it than went in. */
    void missing(Volume volume) {
        missing.increment((double) volume.lines());
        LOGGER.log(
                System.Logger.Level.ERROR,
                "queue-lines-missing chunks="
                        + volume.chunks()
                        + " lines="
                        + volume.lines()
                        + " data=unknown hint=damaged-parts-or-counted-twice-at-a-crash");
    }

    void stopped(int batchesReturned) {
        LOGGER.log(
                System.Logger.Level.INFO,
                "forwarder-stopped batches-returned-to-queue={0}",
                batchesReturned);
    }
}
