package io.logdrive.destination.security;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** {@code /destination/me}: who asks. Confined to one request. */
@Path("me")
@RequestScoped
public class MeResource {
    @Inject Access access;
    @Inject Exchange exchange;
    @Context UriInfo uri;

    /** Also for who showed nothing. */
    @GET
    public Response me() {
        exchange.parameters(uri.getQueryParameters(), Set.of());
        return exchange.response(access.sessions().me(exchange.callerOrNull()));
    }

    /** Another password of one's own. */
    @POST
    @Path("password")
    public Response password(InputStream body) throws IOException {
        exchange.changes(uri.getRequestUri(), uri.getQueryParameters());
        Call call = exchange.call();
        JsonBody read = JsonBody.read(body, SessionsApi.OF_PASSWORD);
        return exchange.response(access.sessions().password(call, read, exchange.isSecure()));
    }
}
