package io.logdrive.destination.query;

import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.OriginLedger;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** {@code GET /destination/ledger} and {@code /ledger/{origin}}. Confined to one request. */
@Path("ledger")
@RequestScoped
public class LedgerResource {
    private static final int LIMIT = 1_000;
    private static final int LIMIT_MAX = 10_000;
    private static final int GAPS_OF_EACH = 100;

    @Inject Queries queries;
    @Context UriInfo uri;

    /** The sums over all origins, and those of the origins with the latest batches. */
    @GET
    public Response all() {
        Parameters parameters = new Parameters(uri.getQueryParameters(), Set.of("limit"));
        int limit = parameters.integer("limit", LIMIT, 1, LIMIT_MAX);
        Deadline deadline = Deadline.in(queries.config().timeoutDefault());
        OriginLedger.Total total = queries.ledger().total(deadline);
        List<OriginLedger> origins = queries.ledger().latest(limit, GAPS_OF_EACH, deadline);
        return json(out -> LedgerJson.write(out, total, origins));
    }

    /** One origin with its gaps. */
    @GET
    @Path("{origin}")
    public Response one(@PathParam("origin") String text) {
        Parameters parameters = new Parameters(uri.getQueryParameters(), Set.of("limit"));
        int limit = parameters.integer("limit", LIMIT, 1, LIMIT_MAX);
        UUID id = MessageSearch.uuid("origin", text);
        OriginLedger origin =
                queries.ledger()
                        .origin(id, limit, Deadline.in(queries.config().timeoutDefault()))
                        .orElseThrow(() -> QueryProblem.notFound("origin " + id + ": not known"));
        return json(out -> LedgerJson.write(out, origin));
    }

    private static Response json(StreamingOutput body) {
        return Response.ok(body).type(AnswerFormat.JSON.mediaType() + ";charset=UTF-8").build();
    }
}
