package io.logdrive.ingest;

import io.logdrive.payara.HttpsExpiry;
import io.logdrive.payara.access.Door;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** Figures of what is in front of the API: its door, and the certificate of HTTPS. Immutable. */
final class DoorMetrics {
    private DoorMetrics() {}

    /** Who was turned away, by reason; when the certificate expires, where there is one. */
    static void register(MeterRegistry metrics, Door door) {
        for (String reason : Door.REASONS) {
            FunctionCounter.builder(
                            "logdrive.access.refused.requests", door, d -> d.refused(reason))
                    .tag("reason", reason)
                    .register(metrics);
        }
        if (HttpsExpiry.isKnown()) {
            metrics.gauge(
                    "logdrive.https.certificate.expiry.days",
                    Clock.systemUTC(),
                    HttpsExpiry::daysLeft);
        }
    }
}
