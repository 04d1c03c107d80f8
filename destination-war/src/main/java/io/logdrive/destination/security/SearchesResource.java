package io.logdrive.destination.security;

import io.logdrive.destination.query.Parameters;
import io.logdrive.destination.query.StateChange;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** {@code /destination/searches}. Confined to one request. */
@Path("searches")
@RequestScoped
public class SearchesResource {
    @Inject Access access;
    @Inject Exchange exchange;
    @Context UriInfo uri;
    @Context HttpHeaders headers;

    /** One's own, and what others share. */
    @GET
    public Response list() {
        exchange.parameters(uri.getQueryParameters(), Set.of());
        return exchange.response(access.searches().list(exchange.call()));
    }

    /** Saves one, in the place of the one with that name. */
    @PUT
    @Path("{name}")
    public Response save(@PathParam("name") String name, InputStream body) throws IOException {
        exchange.changes(uri.getRequestUri(), uri.getQueryParameters());
        Call call = exchange.call();
        JsonBody read = JsonBody.read(body, SearchesApi.OF_SAVED);
        return exchange.response(access.searches().save(call, name, read));
    }

    /** Removes it. */
    @DELETE
    @Path("{name}")
    public Response delete(@PathParam("name") String name) {
        Parameters parameters =
                exchange.parameters(uri.getQueryParameters(), SearchesApi.OF_DELETION);
        StateChange.check(headers::getHeaderString, uri.getRequestUri());
        return exchange.response(
                access.searches().delete(exchange.call(), name, parameters.one("owner")));
    }
}
