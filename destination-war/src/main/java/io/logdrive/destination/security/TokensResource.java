package io.logdrive.destination.security;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** {@code /destination/tokens}. Confined to one request. */
@Path("tokens")
@RequestScoped
public class TokensResource {
    @Inject Access access;
    @Inject Exchange exchange;
    @Context UriInfo uri;

    /** An admin's are all, others' their own. */
    @GET
    public Response list() {
        exchange.parameters(uri.getQueryParameters(), Set.of());
        return exchange.response(access.tokens().list(exchange.call()));
    }

    /** A new one; its text is in this answer alone. */
    @POST
    public Response add(InputStream body) throws IOException {
        exchange.changes(uri.getRequestUri(), uri.getQueryParameters());
        Call call = exchange.call();
        JsonBody read = JsonBody.read(body, TokensApi.OF_NEW);
        return exchange.response(access.tokens().add(call, read));
    }

    /** Another expiry. */
    @PATCH
    @Path("{id}")
    public Response change(@PathParam("id") String id, InputStream body) throws IOException {
        exchange.changes(uri.getRequestUri(), uri.getQueryParameters());
        Call call = exchange.call();
        JsonBody read = JsonBody.read(body, TokensApi.OF_CHANGE);
        return exchange.response(access.tokens().change(call, id, read));
    }

    /** Ends it for good. */
    @DELETE
    @Path("{id}")
    public Response revoke(@PathParam("id") String id) {
        exchange.changes(uri.getRequestUri(), uri.getQueryParameters());
        return exchange.response(access.tokens().revoke(exchange.call(), id));
    }
}
