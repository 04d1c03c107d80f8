package io.logdrive.destination.query;

import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.ServletDoor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/** {@code /destination/queries}: what runs, by the ids of their clients. One request's. */
@Path("queries")
@RequestScoped
public class QueriesResource {
    @Inject RunningQueries running;
    @Inject HttpServletRequest request;
    @Context UriInfo uri;
    @Context HttpHeaders headers;

    /** Ends it. The answer is the same when there is nothing: it may have ended by itself. */
    @DELETE
    @Path("{id}")
    public Response end(@PathParam("id") String id) {
        new Parameters(uri.getQueryParameters(), Set.of());
        StateChange.check(headers::getHeaderString, uri.getRequestUri());
        Caller caller = ServletDoor.caller(request);
        if (caller == null) {
            throw QueryProblem.forbidden("caller: expected one, found none");
        }
        running.end(caller.name(), id);
        return Response.noContent().build();
    }
}
