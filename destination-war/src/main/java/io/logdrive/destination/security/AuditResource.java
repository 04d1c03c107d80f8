package io.logdrive.destination.security;

import io.logdrive.destination.query.Parameters;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** {@code /destination/audit}: what was done by whom. Confined to one request. */
@Path("audit")
@RequestScoped
public class AuditResource {
    @Inject Access access;
    @Inject Exchange exchange;
    @Context UriInfo uri;

    /** The latest first. */
    @GET
    public Response list() {
        Parameters parameters = exchange.parameters(uri.getQueryParameters(), AuditApi.KNOWN);
        return exchange.response(access.audit().list(exchange.call(), parameters));
    }
}
