package io.logdrive.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Health: alive while it is not stopped, ready when lines are accepted and made durable. That the
 * destination is away does not make ingest unready: the queue takes the lines.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class IngestHealth {
    @Inject private IngestStartup startup;

    /** {@code /health/live}. */
    @Produces
    @Liveness
    public HealthCheck live() {
        return () ->
                HealthCheckResponse.named("ingest")
                        .withData("state", startup.ingest().state().name())
                        .status(startup.ingest().state() == Ingest.State.STARTED)
                        .build();
    }

    /** {@code /health/ready}. */
    @Produces
    @Readiness
    public HealthCheck ready() {
        return () -> {
            Ingest ingest = startup.ingest();
            boolean listening = ingest.server().address() != null;
            return HealthCheckResponse.named("ingest")
                    .withData("listener", listening ? "bound" : "not bound")
                    .withData("queue", ingest.isQueueUp() ? "up" : "down")
                    .withData(
                            "destination",
                            ingest.forwarder().isConnected() ? "connected" : "unreachable")
                    .status(listening && ingest.isQueueUp())
                    .build();
        };
    }
}
