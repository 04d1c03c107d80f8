package io.logdrive.destination.status;

import io.logdrive.destination.query.Parameters;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/** {@code GET /destination/status}. Confined to one request. */
@Path("status")
@RequestScoped
public class StatusResource {
    @Inject Status status;
    @Context UriInfo uri;

    /** What the destination does, and how its database is. */
    @GET
    @Produces("application/json;charset=UTF-8")
    public String status() {
        new Parameters(uri.getQueryParameters(), Set.of());
        return status.status();
    }
}
