package io.logdrive.destination;

import io.logdrive.destination.query.Queries;
import io.logdrive.destination.receive.Receiver;
import io.logdrive.destination.security.Access;
import io.logdrive.destination.status.Status;
import io.logdrive.destination.store.Store;
import io.logdrive.payara.HttpsExpiry;
import io.logdrive.payara.access.Door;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The running destination: database first, then the listener; stopped in reverse.
 *
 * <p>Thread-safe.
 */
public final class Destination {
    private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PrometheusMeterRegistry metrics;
    private final Store store;
    private final Receiver receiver;
    private final Queries queries;
    private final Access access;
    private final Status status;
    private final DestinationEvents events;
    private final AtomicReference<Lifecycle> lifecycle = new AtomicReference<>(Lifecycle.RUNNING);

    private Destination(
            PrometheusMeterRegistry metrics,
            Store store,
            Receiver receiver,
            Queries queries,
            Access access,
            Status status) {
        this.metrics = metrics;
        this.store = store;
        this.receiver = receiver;
        this.queries = queries;
        this.access = access;
        this.status = status;
        this.events = new DestinationEvents();
    }

    /**
     * Opens the database and binds the listener, or throws and leaves nothing open.
     *
     * @param threads makes all threads of the destination
     */
    public static Destination start(DestinationConfig config, ThreadFactory threads, Clock clock) {
        long begin = System.nanoTime();
        DestinationEvents events = new DestinationEvents();
        events.starting(config);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Store store = Store.open(config.store(), new Store.Platform(threads, clock, metrics));
        try {
            Receiver receiver =
                    Receiver.start(
                            config.receive(),
                            store.batches(),
                            new Receiver.Platform(threads, clock, metrics));
            Queries queries = Queries.of(config.query(), store, threads, clock);
            Access access =
                    Access.of(
                            config.access(),
                            store.access(),
                            new Access.Platform(threads, clock, metrics));
            store.eachUpkeep(access::upkeep);
            Status status =
                    new Status(
                            store.status(), receiver::connections, config.effectiveByKey(), clock);
            events.started(System.nanoTime() - begin);
            return new Destination(metrics, store, receiver, queries, access, status);
        } catch (RuntimeException e) {
            store.stop(System.nanoTime());
            throw e;
        }
    }

    /** Where batches are received. */
    public InetSocketAddress address() {
        return receiver.address();
    }

    /** What the query API answers from. */
    public Queries queries() {
        return queries;
    }

    /** Users, tokens, sessions: who asks. */
    public Access access() {
        return access;
    }

    /** How it is and was. */
    public Status status() {
        return status;
    }

    /** For the timer, every five seconds: looks whether files of TLS have changed. */
    public void lookAtCertificates() {
        receiver.lookAtCertificate();
    }

    /** What people should know of certificates: a renewal that failed, one that expires. */
    public String certificateNotes() {
        String note = receiver.certificateNote();
        return note.isEmpty() ? "" : "receive.tls " + note;
    }

    /** For the metrics: who was turned away, and the certificate of HTTPS, where there is one. */
    void watch(Door door) {
        for (String reason : Door.REASONS) {
            FunctionCounter.builder(
                            "logdrive.destination.access.refused.requests",
                            door,
                            d -> d.refused(reason))
                    .description("Requests over HTTP that were turned away at the door")
                    .tag("reason", reason)
                    .register(metrics);
        }
        if (HttpsExpiry.isKnown()) {
            Gauge.builder(
                            "logdrive.destination.https.certificate.expiry.days",
                            Clock.systemUTC(),
                            HttpsExpiry::daysLeft)
                    .description("Until the certificate of HTTPS expires")
                    .register(metrics);
        }
    }

    /** All metrics in the text format of Prometheus. */
    public String metrics() {
        return metrics.scrape();
    }

    /** Null when the listener is bound and the database answers; else what is not well. */
    public @Nullable String problem() {
        if (lifecycle.get() != Lifecycle.RUNNING) {
            return "destination: stopping";
        }
        if (!receiver.isListening()) {
            return "receive: not listening";
        }
        return store.problem();
    }

    /** Null while the figures of the store agree; else which did not: a defect, yet it works. */
    public @Nullable String violation() {
        return store.violation();
    }

    /**
     * Stops accepting, commits and acknowledges what was received, closes; within 10 s. What is not
     * committed then is not acknowledged: ingest keeps it.
     */
    public void stop() {
        if (lifecycle.compareAndSet(Lifecycle.RUNNING, Lifecycle.STOPPING)) {
            long begin = System.nanoTime();
            receiver.stopAccepting();
            queries.tails().stop();
            store.stop(begin + STOP_NANOS);
            receiver.stop();
            metrics.close();
            lifecycle.set(Lifecycle.STOPPED);
            events.stopped(System.nanoTime() - begin);
        }
    }

    private enum Lifecycle {
        RUNNING,
        STOPPING,
        STOPPED
    }
}
