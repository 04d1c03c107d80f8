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

/** {@code GET /destination/config}. Confined to one request. */
@Path("config")
@RequestScoped
public class ConfigResource {
    @Inject Status status;
    @Context UriInfo uri;

    /** The configuration in force, secrets masked. */
    @GET
    @Produces("application/json;charset=UTF-8")
    public String config() {
        new Parameters(uri.getQueryParameters(), Set.of());
        return status.configuration();
    }
}
