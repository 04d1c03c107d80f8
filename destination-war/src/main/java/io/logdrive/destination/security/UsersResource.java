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

/** {@code /destination/users}. Confined to one request. */
@Path("users")
@RequestScoped
public class UsersResource {
    @Inject Access access;
    @Inject Exchange exchange;
    @Context UriInfo uri;

    /** All. */
    @GET
    public Response list() {
        exchange.parameters(uri.getQueryParameters(), Set.of());
        return exchange.response(access.users().list(exchange.call()));
    }

    /** A new one. */
    @POST
    public Response add(InputStream body) throws IOException {
        exchange.changes(uri.getRequestUri(), uri.getQueryParameters());
        Call call = exchange.call();
        JsonBody read = JsonBody.read(body, UsersApi.OF_NEW);
        return exchange.response(access.users().add(call, read));
    }

    /** Another role or password, or neither log-in nor token. */
    @PATCH
    @Path("{name}")
    public Response change(@PathParam("name") String name, InputStream body) throws IOException {
        exchange.changes(uri.getRequestUri(), uri.getQueryParameters());
        Call call = exchange.call();
        JsonBody read = JsonBody.read(body, UsersApi.OF_CHANGE);
        return exchange.response(access.users().change(call, name, read));
    }

    /** Gone with its tokens. */
    @DELETE
    @Path("{name}")
    public Response delete(@PathParam("name") String name) {
        exchange.changes(uri.getRequestUri(), uri.getQueryParameters());
        return exchange.response(access.users().delete(exchange.call(), name));
    }
}
