package io.logdrive.destination.query;

import io.logdrive.destination.store.DeadLetter;
import io.logdrive.destination.store.DeadLetterPage;
import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.Retried;
import io.logdrive.payara.letters.LetterChoice;
import io.logdrive.payara.letters.LettersChanged;
import io.logdrive.payara.letters.WrongChoiceException;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /destination/dead-letters}: see, try again, remove. Confined to one request. */
@Path("dead-letters")
@RequestScoped
public class DeadLettersResource {
    static final Set<String> KNOWN = Set.of(LetterChoice.FILTER, "limit", "after");
    static final Set<String> OF_CHANGES = Set.of(LetterChoice.FILTER, LetterChoice.UNTIL);

    /** No proxy on the way gives up before. */
    private static final Duration CHANGE_TIME = Duration.ofSeconds(10);

    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 1_000;

    @Inject Queries queries;
    @Inject Audit audit;
    @Context UriInfo uri;
    @Context HttpHeaders headers;

    /** The latest first, without their bytes. */
    @GET
    public Response list() {
        Map<String, List<String>> given = uri.getQueryParameters();
        Parameters parameters = new Parameters(given, KNOWN);
        LetterChoice choice = choice(() -> LetterChoice.toShow(given.get(LetterChoice.FILTER)));
        int limit = parameters.integer("limit", LIMIT, 1, LIMIT_MAX);
        String after = parameters.one("after");
        DeadLetterPage page = queries.deadLetters().list(choice, cursor(after), limit, deadline());
        return json(out -> DeadLetterJson.write(out, page));
    }

    /** Stores all that match, as many as there is time for. */
    @POST
    @Path("retry")
    public Response retryAll() {
        LetterChoice choice = toChange();
        LettersChanged changed = queries.deadLetters().retryAll(choice, Deadline.in(CHANGE_TIME));
        audit.enter("dead-letters-retry", choice.toString(), changed.toString());
        return json(out -> DeadLetterJson.write(out, changed));
    }

    /** Removes all that match for good, as many as there is time for. */
    @DELETE
    public Response deleteAll() {
        LetterChoice choice = toChange();
        LettersChanged changed = queries.deadLetters().deleteAll(choice, Deadline.in(CHANGE_TIME));
        audit.enter("dead-letters-delete", choice.toString(), changed.toString());
        return json(out -> DeadLetterJson.write(out, changed));
    }

    private LetterChoice toChange() {
        StateChange.check(headers::getHeaderString, uri.getRequestUri());
        Map<String, List<String>> given = uri.getQueryParameters();
        new Parameters(given, OF_CHANGES);
        return choice(
                () ->
                        LetterChoice.toChange(
                                given.get(LetterChoice.FILTER),
                                given.get(LetterChoice.UNTIL),
                                queries.clock().instant()));
    }

    private static LetterChoice choice(Supplier<LetterChoice> reading) {
        try {
            return reading.get();
        } catch (WrongChoiceException e) {
            throw QueryProblem.ofParameter(e.parameter(), String.valueOf(e.getMessage()));
        }
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
        if (retried.outcome() != Retried.Outcome.UNKNOWN) {
            audit.enter(
                    "dead-letter-retry",
                    text,
                    retried.outcome() == Retried.Outcome.STORED ? "stored" : "refused");
        }
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
        audit.enter("dead-letter-delete", text, "done");
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
