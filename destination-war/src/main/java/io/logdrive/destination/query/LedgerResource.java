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
import org.jspecify.annotations.Nullable;

/** {@code GET /destination/ledger} and {@code /ledger/{origin}}. Confined to one request. */
@Path("ledger")
@RequestScoped
public class LedgerResource {
    private static final String LATEST = "latest";
    private static final String BY_ID = "id";
    private static final int LIMIT = 1_000;
    private static final int LIMIT_MAX = 10_000;
    private static final int GAPS_OF_EACH = 100;

    @Inject Queries queries;
    @Context UriInfo uri;

    /**
     * The sums over all origins, and a page of the origins: those with the latest batches, or, to
     * walk over all of them, in the order of their ids.
     */
    @GET
    public Response all() {
        Parameters parameters =
                new Parameters(uri.getQueryParameters(), Set.of("limit", "order", "after"));
        int limit = parameters.integer("limit", LIMIT, 1, LIMIT_MAX);
        String after = parameters.one("after");
        String order =
                parameters.word("order", after == null ? LATEST : BY_ID, List.of(LATEST, BY_ID));
        if (after != null && !order.equals(BY_ID)) {
            throw QueryProblem.ofParameter("after", "after: expected with order=id only");
        }
        Deadline deadline = Deadline.in(queries.config().timeoutDefault());
        OriginLedger.Page page =
                order.equals(LATEST)
                        ? queries.ledger().latest(limit, GAPS_OF_EACH, deadline)
                        : queries.ledger().byId(cursor(after), limit, GAPS_OF_EACH, deadline);
        boolean hasMore = order.equals(BY_ID) && page.origins().size() == limit;
        return json(out -> LedgerJson.write(out, page, hasMore));
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

    private static @Nullable UUID cursor(@Nullable String after) {
        return after == null ? null : MessageSearch.uuid("after", after);
    }

    private static Response json(StreamingOutput body) {
        return Response.ok(body).type(AnswerFormat.JSON.mediaType() + ";charset=UTF-8").build();
    }
}
