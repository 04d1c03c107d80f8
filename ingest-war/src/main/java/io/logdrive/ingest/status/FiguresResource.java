package io.logdrive.ingest.status;

import io.logdrive.ingest.IngestStartup;
import io.logdrive.payara.figures.Span;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How ingest was, and who is at work. Thread-safe. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class FiguresResource {
    private static final int LIMIT = 1_000;
    private static final int LIMIT_MAX = 10_000;

    @Inject private IngestStartup startup;
    @Context private UriInfo uri;

    /** Figures of the past. */
    @GET
    @Path("history")
    public String history() {
        KnownParameters.check(uri, Set.of("span"));
        List<String> words = uri.getQueryParameters().get("span");
        Span span = span(words);
        if (span == null) {
            throw Problem.of(
                    Response.Status.BAD_REQUEST,
                    "span: expected "
                            + String.join(" or ", Span.words())
                            + ", found "
                            + (words == null ? "none" : String.join(" and ", words)));
        }
        return startup.ingest().figures().history(span);
    }

    /** The threads that carry lines, as they say themselves. */
    @GET
    @Path("workers")
    public WorkersAnswer workers() {
        KnownParameters.check(uri, Set.of());
        return WorkersAnswer.of(startup.ingest().figures().workers());
    }

    /** Of whom lines came, who was heard last first. */
    @GET
    @Path("origins")
    public OriginsAnswer origins() {
        KnownParameters.check(uri, Set.of("limit"));
        List<String> given = uri.getQueryParameters().get("limit");
        int limit = limit(given);
        if (limit == 0) {
            throw Problem.of(
                    Response.Status.BAD_REQUEST,
                    "limit: expected 1.."
                            + LIMIT_MAX
                            + ", found "
                            + (given == null ? "none" : String.join(" and ", given)));
        }
        return OriginsAnswer.of(startup.ingest().server().origins(), limit);
    }

    /** 0: not one that there may be. */
    static int limit(@Nullable List<String> given) {
        if (given == null) {
            return LIMIT;
        }
        String text = given.size() == 1 ? given.get(0) : "";
        int limit = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        return limit <= LIMIT_MAX ? limit : 0;
    }

    /** Null: not one of those there are. */
    static @Nullable Span span(@Nullable List<String> words) {
        return words == null || words.size() == 1 ? Span.ofWord(first(words)) : null;
    }

    private static @Nullable String first(@Nullable List<String> words) {
        return words == null ? null : words.get(0);
    }
}
