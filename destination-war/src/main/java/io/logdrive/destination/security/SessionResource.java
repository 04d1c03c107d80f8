package io.logdrive.destination.security;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;

/** {@code /destination/session}: logging in and out. Confined to one request. */
@Path("session")
@RequestScoped
public class SessionResource {
    @Inject Access access;
    @Inject Exchange exchange;
    @Context UriInfo uri;

    /** Logs in. */
    @POST
    public Response login(InputStream body) throws IOException {
        exchange.changes(uri.getRequestUri(), uri.getQueryParameters());
        JsonBody read = JsonBody.read(body, SessionsApi.OF_LOGIN);
        return exchange.response(
                access.sessions()
                        .login(read, exchange.address(), exchange.isSecure(), exchange.session()));
    }

    /** Logs out. */
    @DELETE
    public Response logout() {
        exchange.changes(uri.getRequestUri(), uri.getQueryParameters());
        return exchange.response(
                access.sessions()
                        .logout(exchange.session(), exchange.address(), exchange.isSecure()));
    }
}
