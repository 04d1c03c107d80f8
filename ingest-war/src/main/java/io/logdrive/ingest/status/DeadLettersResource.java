package io.logdrive.ingest.status;

import io.logdrive.ingest.IngestStartup;
import io.logdrive.ingest.queue.DeadLetterQueue;
import io.logdrive.ingest.queue.QueueUnavailableException;
import io.logdrive.payara.access.ServletDoor;
import io.logdrive.payara.access.ShownText;
import io.logdrive.payara.letters.LetterChoice;
import io.logdrive.payara.letters.LettersChanged;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/** What ingest could not process, and what is to become of it. Thread-safe. */
@Path("/dead-letters")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class DeadLettersResource {
    static final Set<String> PARAMETERS = Set.of(LetterChoice.FILTER, "limit", "before");
    static final Set<String> OF_CHANGES = Set.of(LetterChoice.FILTER, LetterChoice.UNTIL);

    /** No proxy on the way gives up before. */
    private static final Duration CHANGE_TIME = Duration.ofSeconds(10);

    @Inject private IngestStartup startup;
    @Context private UriInfo uri;
    @Context private HttpHeaders headers;
    @Context private HttpServletRequest request;

    /** A page of them, the latest first. */
    @GET
    public DeadLettersAnswer list() {
        KnownParameters.check(uri, PARAMETERS);
        MultivaluedMap<String, String> given = uri.getQueryParameters();
        String before = given.containsKey("before") ? given.getFirst("before") : "";
        int limit = LetterParameters.limit(given);
        LetterChoice choice = LetterParameters.toShow(given);
        return answer(() -> letters().list(choice, before, limit))
                .map(DeadLettersAnswer::of)
                .orElseThrow(
                        () ->
                                Problem.of(
                                        Response.Status.BAD_REQUEST,
                                        "before: expected the id of a dead letter, found none"
                                                + " with that id any more"));
    }

    /** Sends all that match to the queue again, as many as there is time for. */
    @POST
    @Path("retry")
    public LettersChanged retryAll() {
        LetterChoice choice = toChange();
        LettersChanged changed = answer(() -> letters().retryAll(choice, CHANGE_TIME));
        audited("dead-letters-retry", choice.toString(), changed.toString());
        return changed;
    }

    /** Gives all up that match, as many as there is time for. */
    @DELETE
    public LettersChanged deleteAll() {
        LetterChoice choice = toChange();
        LettersChanged changed = answer(() -> letters().deleteAll(choice, CHANGE_TIME));
        audited("dead-letters-delete", choice.toString(), changed.toString());
        return changed;
    }

    private LetterChoice toChange() {
        ChangeGuard.check(headers);
        KnownParameters.check(uri, OF_CHANGES);
        return LetterParameters.toChange(uri.getQueryParameters());
    }

    /** One of them with its bytes. */
    @GET
    @Path("{id}")
    public DeadLetterAnswer one(@PathParam("id") String id) {
        return answer(() -> letters().find(id))
                .map(DeadLetterAnswer::whole)
                .orElseThrow(() -> unknown(id));
    }

    /** Sends it to the queue again. */
    @POST
    @Path("{id}/retry")
    public Response retry(@PathParam("id") String id) {
        ChangeGuard.check(headers);
        return changed("dead-letter-retry", id, answer(() -> letters().retry(id)));
    }

    /** Gives it up. */
    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id) {
        ChangeGuard.check(headers);
        return changed("dead-letter-delete", id, answer(() -> letters().delete(id)));
    }

    private DeadLetterQueue letters() {
        return startup.ingest().deadLetters();
    }

    private void audited(String what, String target, String outcome) {
        StatusEvents.audited(
                ServletDoor.caller(request), request.getRemoteAddr(), what, target, outcome);
    }

    private Response changed(String what, String id, DeadLetterQueue.Change change) {
        return switch (change) {
            case DONE -> {
                audited(what, ShownText.of(id), "done");
                yield Response.noContent().build();
            }
            case UNKNOWN -> throw unknown(id);
            case NO_CHUNK ->
                    throw Problem.of(
                            Response.Status.CONFLICT,
                            "dead letter " + id + ": expected a chunk, found another message");
            case BEHIND ->
                    throw Problem.of(
                            Response.Status.CONFLICT,
                            "dead letter "
                                    + id
                                    + ": expected it in the broker's memory, found too many before"
                                    + " it: change those first");
        };
    }

    private static RuntimeException unknown(String id) {
        return Problem.of(
                Response.Status.NOT_FOUND, "dead letter " + id + ": expected it, found none");
    }

    private static <T> T answer(Supplier<T> question) {
        try {
            return question.get();
        } catch (QueueUnavailableException e) {
            throw Problem.of(Response.Status.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }
}
