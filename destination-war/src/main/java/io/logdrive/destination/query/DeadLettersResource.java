package io.logdrive.destination.query;

import io.logdrive.destination.store.DeadLetter;
import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.Retried;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /destination/dead-letters}: see, try again, remove. Confined to one request. */
@Path("dead-letters")
@RequestScoped
public class DeadLettersResource {
    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 1_000;

    @Inject Queries queries;
    @Context UriInfo uri;
    @Context HttpHeaders headers;

    /** The latest first, without their bytes. */
    @GET
    public Response list() {
        Parameters parameters = new Parameters(uri.getQueryParameters(), Set.of("limit", "after"));
        int limit = parameters.integer("limit", LIMIT, 1, LIMIT_MAX);
        String after = parameters.one("after");
        List<DeadLetter> letters = queries.deadLetters().list(cursor(after), limit, deadline());
        return json(out -> DeadLetterJson.write(out, letters, letters.size() == limit));
    }

    /** One with its bytes. */
    @GET
    @Path("{id}")
    public Response one(@PathParam("id") String text) {
        noParameters();
        DeadLetter letter =
                queries.deadLetters()
                        .byId(number(text), deadline())
                        .orElseThrow(() -> unknown(text));
        return json(out -> DeadLetterJson.write(out, letter));
    }

    /** Stores it; 409 with the reason when it is refused again. */
    @POST
    @Path("{id}/retry")
    public Response retry(@PathParam("id") String text) {
        noParameters();
        StateChange.check(headers::getHeaderString, uri.getRequestUri());
        Retried retried = queries.deadLetters().retry(number(text));
        return switch (retried.outcome()) {
            case STORED -> json(out -> DeadLetterJson.writeStored(out, number(text)));
            case REFUSED ->
                    throw QueryProblem.conflict(
                            "dead letter " + text + ": refused again: " + retried.why());
            case UNKNOWN -> throw unknown(text);
        };
    }

    /** Removes it for good. */
    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String text) {
        noParameters();
        StateChange.check(headers::getHeaderString, uri.getRequestUri());
        if (!queries.deadLetters().delete(number(text))) {
            throw unknown(text);
        }
        return Response.noContent().build();
    }

    private void noParameters() {
        new Parameters(uri.getQueryParameters(), Set.of());
    }

    private Deadline deadline() {
        return Deadline.in(queries.config().timeoutDefault());
    }

    private static long cursor(@Nullable String after) {
        if (after == null) {
            return Long.MAX_VALUE;
        }
        if (!Request.isId(after)) {
            throw QueryProblem.of("after", "\"next\" of an answer", Parameters.quoted(after));
        }
        return Long.parseLong(after);
    }

    private static long number(String text) {
        if (!Request.isId(text)) {
            throw unknown(text);
        }
        return Long.parseLong(text);
    }

    private static QueryProblem unknown(String text) {
        return QueryProblem.notFound(Request.unknownId("dead letter", text));
    }

    private static Response json(StreamingOutput body) {
        return Response.ok(body).type(AnswerFormat.JSON.mediaType() + ";charset=UTF-8").build();
    }
}
