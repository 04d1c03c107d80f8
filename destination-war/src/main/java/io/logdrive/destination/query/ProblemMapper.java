package io.logdrive.destination.query;

import io.logdrive.payara.UntakenRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;
import java.util.TreeSet;

/** Every error of the API in one form. Thread-safe. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final int RETRY_AFTER_SECONDS = 5;

    private static final String FORM = "application/x-www-form-urlencoded";

    @Context UriInfo uri;
    @Context HttpHeaders headers;
    @Context jakarta.ws.rs.core.Request request;

    private final QueryEvents events = new QueryEvents();

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof WebApplicationException known) {
            return ofFramework(known.getResponse());
        }
        ProblemJson problem = ProblemJson.of(failure);
        if (problem.status() == 500) {
            events.failed(failure);
        }
        Response.ResponseBuilder response =
                Response.status(problem.status())
                        .type(ProblemJson.MEDIA_TYPE)
                        .entity(problem.text());
        if (problem.isPassing()) {
            response.header("Retry-After", retryAfterSeconds(failure));
        }
        return response.build();
    }

    private static int retryAfterSeconds(Throwable failure) {
        Integer known = failure instanceof QueryProblem asked ? asked.retryAfterSeconds() : null;
        return known == null ? RETRY_AFTER_SECONDS : known;
    }

    /** No such path, no such method. Its headers (Allow) are kept. */
    private Response ofFramework(Response refusal) {
        Response.StatusType status = refusal.getStatusInfo();
        UntakenRequest untaken =
                new UntakenRequest(
                        request.getMethod(),
                        uri.getRequestUri().getRawPath(),
                        header(HttpHeaders.ACCEPT),
                        header(HttpHeaders.CONTENT_TYPE));
        String detail =
                untaken.detail(
                        status.getStatusCode(),
                        String.join(", ", new TreeSet<>(refusal.getAllowedMethods())),
                        uri.getPath().endsWith("metrics")
                                ? MediaType.TEXT_PLAIN
                                : MediaType.TEXT_HTML,
                        FORM);
        ProblemJson problem =
                new ProblemJson(status.getStatusCode(), status.getReasonPhrase(), detail, null);
        return Response.fromResponse(refusal)
                .type(ProblemJson.MEDIA_TYPE)
                .entity(problem.text())
                .build();
    }

    private String header(String name) {
        return Objects.requireNonNullElse(headers.getHeaderString(name), "");
    }
}
