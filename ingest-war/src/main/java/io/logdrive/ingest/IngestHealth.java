package io.logdrive.ingest;

import io.logdrive.ingest.consume.ConsumerStatus;
import io.logdrive.ingest.queue.GuardState;
import io.logdrive.ingest.queue.GuardStatus;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Health: alive while it is not stopped, ready when lines are accepted and made durable. That the
 * destination is away does not make ingest unready: the queue takes the lines.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class IngestHealth {
    private static final String STARTING = "STARTING";

    @Inject private IngestStartup startup;

    /** {@code /health/live}. */
    @Produces
    @Liveness
    public HealthCheck live() {
        return () -> {
            Ingest ingest = startedIngest();
            HealthCheckResponseBuilder answer = HealthCheckResponse.named("ingest");
            return ingest == null
                    ? answer.withData("state", STARTING).up().build()
                    : answer.withData("state", ingest.state().name())
                            .status(ingest.state() == Ingest.State.STARTED)
                            .build();
        };
    }

    /** {@code /health/ready}. */
    @Produces
    @Readiness
    public HealthCheck ready() {
        return () -> {
            Ingest ingest = startedIngest();
            HealthCheckResponseBuilder answer = HealthCheckResponse.named("ingest");
            if (ingest == null) {
                return answer.withData("state", STARTING).down().build();
            }
            boolean listening = ingest.server().address() != null;
            GuardStatus guard = ingest.guard();
            return answer.withData("listener", listening ? "bound" : "not bound")
                    .withData("queue", ingest.isQueueUp() ? "up" : "down")
                    .withData("guard", guard.state().word())
                    .withData("reason", guard.reason())
                    .withData("violations", String.join("; ", ingest.violations()))
                    .withData(
                            "destination",
                            ingest.forwarder().isConnected() ? "connected" : "unreachable")
                    .withData("consumers", stopped(ingest.consumers().statuses()))
                    .withData("destination-problem", ingest.destinationProblem())
                    .withData("certificates", ingest.certificateNotes())
                    .status(
                            listening
                                    && ingest.isQueueUp()
                                    && guard.state() == GuardState.ACCEPTING)
                    .build();
        };
    }

    /** The further consumers that are not at work, and why; they do not make ingest unready. */
    static String stopped(List<ConsumerStatus> consumers) {
        return consumers.stream()
                .filter(each -> !each.reason().isEmpty())
                .map(each -> each.name() + " " + each.state() + ": " + each.reason())
                .collect(Collectors.joining("; "));
    }

    /** Null while it starts: the container refuses calls of the bean until then. */
    private @Nullable Ingest startedIngest() {
        try {
            return startup.ingest();
        } catch (EJBException e) {
            return null;
        }
    }
}
