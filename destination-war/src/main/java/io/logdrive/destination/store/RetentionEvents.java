package io.logdrive.destination.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/** Retention's log lines and metrics. Thread-safe. */
final class RetentionEvents {
    private static final System.Logger LOGGER = System.getLogger(Retention.class.getName());

    private final Counter byAge;
    private final Counter bySize;
    private final Counter failures;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong tooLarge = new AtomicLong();

    RetentionEvents(MeterRegistry metrics) {
        this.byAge = removals(metrics, "age");
        this.bySize = removals(metrics, "size");
        this.failures =
                Counter.builder("logdrive.retention.failures")
                        .description("Passes of retention that failed and are repeated")
                        .register(metrics);
        Gauge.builder("logdrive.messages.bytes", bytes, AtomicLong::get)
                .description("What the messages take in the database, as last measured")
                .register(metrics);
        Gauge.builder("logdrive.retention.excess.bytes", tooLarge, AtomicLong::get)
                .description("What they take beyond the configured size after all that could go")
                .register(metrics);
    }

    void removed(String reason, long count) {
        (reason.equals("age") ? byAge : bySize).increment((double) count);
        LOGGER.log(
                Level.INFO,
                "messages-removed count=" + count + " reason=" + reason + " now=ledger-only");
    }

    void measured(long found) {
        bytes.set(found);
    }

    /** Only on PostgreSQL, where today and yesterday are never removed for their size. */
    void tooLarge(long found, long wanted) {
        tooLarge.set(found - wanted);
        LOGGER.log(Level.WARNING, "messages-too-large bytes=" + found + " wanted=" + wanted);
    }

    /** Once for each new reason. */
    void failed(Throwable cause) {
        failures.increment();
        LOGGER.log(Level.WARNING, "retention-failed reason=" + SqlFailure.reason(cause));
    }

    private static Counter removals(MeterRegistry metrics, String reason) {
        return Counter.builder("logdrive.retention.removed")
                .description("Messages that retention removed, by reason")
                .tag("reason", reason)
                .register(metrics);
    }
}
