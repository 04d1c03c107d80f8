package io.logdrive.destination;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the listener is bound and the database answers. Thread-safe. */
@Readiness
@ApplicationScoped
public class DestinationHealth implements HealthCheck {
    @Inject Instance<Destination> destination;

    @Override
    public HealthCheckResponse call() {
        String problem = problem();
        return problem == null
                ? HealthCheckResponse.up("destination")
                : HealthCheckResponse.named("destination")
                        .down()
                        .withData("problem", problem)
                        .build();
    }

    @org.jspecify.annotations.Nullable
    String problem() {
        try {
            return destination.get().problem();
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
