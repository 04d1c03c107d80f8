package io.logdrive.destination.status;

import io.logdrive.destination.query.Parameters;
import io.logdrive.payara.figures.Span;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import java.util.Set;

/** {@code GET /destination/history}. Confined to one request. */
@Path("history")
@RequestScoped
public class HistoryResource {
    @Inject Status status;
    @Context UriInfo uri;

    /** Figures of the past. */
    @GET
    @Produces("application/json;charset=UTF-8")
    public String history() {
        Parameters parameters = new Parameters(uri.getQueryParameters(), Set.of("span"));
        String word = parameters.word("span", Span.FIVE_MINUTES.word(), Span.words());
        return status.history(Objects.requireNonNull(Span.ofWord(word)));
    }
}
