package io.logdrive.destination.security;

import io.logdrive.destination.query.Parameters;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/** {@code /destination/session/openid}: logging in by the provider. Confined to one request. */
@Path("session/openid")
@RequestScoped
public class OpenIdResource {
    @Inject Access access;
    @Inject Exchange exchange;
    @Context UriInfo uri;

    /** Sends a browser to the provider. */
    @GET
    public Response begin() {
        OpenIdLogins logins = access.openId();
        Parameters parameters = exchange.parameters(uri.getQueryParameters(), Set.of("to"));
        return exchange.response(logins.begin(parameters.one("to"), exchange.from()));
    }

    /** Takes a browser that comes from there; what else the provider sends is not looked at. */
    @GET
    @Path("back")
    public Response back() {
        MultivaluedMap<String, String> given = uri.getQueryParameters();
        return exchange.response(
                access.openId()
                        .back(
                                new OpenIdLogins.Answer(
                                        given.getFirst("code"),
                                        given.getFirst("state"),
                                        given.getFirst("iss"),
                                        given.getFirst("error")),
                                exchange.cookie(OpenIdLogins.COOKIE),
                                exchange.from()));
    }
}
