package io.logdrive.destination.query;

import io.logdrive.destination.store.StoreException;
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
        if (failure instanceof QueryProblem problem) {
            return response(
                            new ProblemJson(
                                    problem.status(),
                                    problem.title(),
                                    problem.detail(),
                                    problem.parameter()))
                    .build();
        }
        if (failure instanceof StoreException.Timeout) {
            return response(504, "Timeout", failure).build();
        }
        if (failure instanceof StoreException.Busy) {
            return retry(response(429, "Too many queries", failure));
        }
        if (failure instanceof StoreException) {
            return retry(response(503, "Database away", failure));
        }
        if (failure instanceof WebApplicationException known) {
            // The framework's own: no such path, no such method. Its headers (Allow) are kept.
            Response.StatusType status = known.getResponse().getStatusInfo();
            return Response.fromResponse(known.getResponse())
                    .type(ProblemJson.MEDIA_TYPE)
                    .entity(
                            new ProblemJson(
                                            status.getStatusCode(),
                                            status.getReasonPhrase(),
                                            String.valueOf(failure.getMessage()),
                                            null)
                                    .text())
                    .build();
        }
        events.failed(failure);
        return response(new ProblemJson(500, "Internal error", "see the log of the server", null))
                .build();
    }

    private static Response.ResponseBuilder response(int status, String title, Throwable failure) {
        return response(new ProblemJson(status, title, String.valueOf(failure.getMessage()), null));
    }

    private static Response.ResponseBuilder response(ProblemJson problem) {
        return Response.status(problem.status())
                .type(ProblemJson.MEDIA_TYPE)
                .entity(problem.text());
    }

    private static Response retry(Response.ResponseBuilder response) {
        return response.header("Retry-After", RETRY_AFTER_SECONDS).build();
    }
}
