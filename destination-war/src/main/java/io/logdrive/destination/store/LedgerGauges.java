package io.logdrive.destination.store;

import io.logdrive.destination.store.OriginLedger.Total;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's totals as metrics: those of the whole database, as the upkeep read them last, at
 * most some {@value Upkeep#PERIOD_SECONDS} seconds ago.
 *
 * <p>Thread-safe.
 */
final class LedgerGauges {
    private volatile @Nullable Total total;

    LedgerGauges(MeterRegistry metrics) {
        gauge(metrics, "received", "Sequences known", t -> t.sums().received());
        gauge(metrics, "stored", "Sequences that are messages", t -> t.sums().stored());
        gauge(metrics, "filtered", "Sequences dropped by a rule", t -> t.sums().filtered());
        gauge(metrics, "dead", "Sequences kept as dead letters", t -> t.sums().dead());
        gauge(metrics, "missing", "Sequences queued or lost", t -> t.sums().missing());
        gauge(metrics, "gaps", "Runs of missing sequences", t -> t.sums().gaps());
        gauge(metrics, "removed", "Messages that retention removed again", Total::removed);
        gauge(metrics, "origins", "Origins with a row of their own", Total::origins);
        gauge(metrics, "origins.closed", "Origins of which the sums are kept", Total::closed);
    }

    void show(Total latest) {
        total = latest;
    }

    private void gauge(
            MeterRegistry metrics, String what, String description, ToLongFunction<Total> value) {
        Gauge.builder("logdrive.ledger." + what, this, gauges -> gauges.value(value))
                .description(description)
                .register(metrics);
    }

    private double value(ToLongFunction<Total> value) {
        Total latest = total;
        return latest == null ? Double.NaN : value.applyAsLong(latest);
    }
}
