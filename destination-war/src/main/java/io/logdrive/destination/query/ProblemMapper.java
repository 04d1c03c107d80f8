package io.logdrive.destination.query;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Every error of the API in one form. Thread-safe. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final QueryEvents events = new QueryEvents();

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof WebApplicationException known) {
            return ofFramework(known);
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
            response.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    /** No such path, no such method. Its headers (Allow) are kept. */
    private static Response ofFramework(WebApplicationException known) {
        Response.StatusType status = known.getResponse().getStatusInfo();
        ProblemJson problem =
                new ProblemJson(
                        status.getStatusCode(),
                        status.getReasonPhrase(),
                        String.valueOf(known.getMessage()),
                        null);
        return Response.fromResponse(known.getResponse())
                .type(ProblemJson.MEDIA_TYPE)
                .entity(problem.text())
                .build();
    }
}
