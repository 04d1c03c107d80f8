package io.logdrive.destination;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive as long as it answers. A database that is away is no reason to restart the process: it
 * would be away for the next one too. Thread-safe.
 */
@Liveness
@ApplicationScoped
public class DestinationLiveness implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.up("destination");
    }
}
