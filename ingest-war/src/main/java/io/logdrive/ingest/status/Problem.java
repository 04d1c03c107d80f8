package io.logdrive.ingest.status;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/**
 * An error as RFC 9457 writes it: {@code application/problem+json}.
 *
 * <p>Immutable.
 */
@JsonbPropertyOrder({"type", "title", "status", "detail"})
public record Problem(String type, String title, int status, String detail) {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final int RETRY_AFTER_SECONDS = 5;

    /** To be thrown by a resource. */
    static WebApplicationException of(Response.Status status, String detail) {
        Response.ResponseBuilder response =
                Response.status(status)
                        .type(MEDIA_TYPE)
                        .entity(
                                new Problem(
                                        "about:blank",
                                        status.getReasonPhrase(),
                                        status.getStatusCode(),
                                        detail));
        if (status == Response.Status.SERVICE_UNAVAILABLE) {
            response.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        return new WebApplicationException(detail, response.build());
    }
}
