package io.logdrive.destination;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the listener is bound and the database answers. Thread-safe. */
@Readiness
@ApplicationScoped
public class DestinationHealth implements HealthCheck {
    @Inject Instance<Destination> destination;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("destination");
        try {
            Destination running = destination.get();
            InetSocketAddress address = running.address();
            response.withData("receive", address.getHostString() + ":" + address.getPort());
            String certificates = running.certificateNotes();
            if (!certificates.isEmpty()) {
                response.withData("certificates", certificates);
            }
            String violation = running.violation();
            if (violation != null) {
                // Ready nevertheless: what comes is stored, and refusing it would mend nothing.
                response.withData("degraded", "invariant: " + violation);
            }
            String problem = running.problem();
            return problem == null
                    ? response.up().build()
                    : response.down().withData("problem", problem).build();
        } catch (RuntimeException e) {
            return response.down().withData("problem", String.valueOf(e.getMessage())).build();
        }
    }
}
