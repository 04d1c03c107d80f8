package io.logdrive.ingest.status;

import io.logdrive.payara.UntakenRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What JAX-RS itself refuses, in the form that all other errors have. Thread-safe. */
@Provider
public class ProblemMapper implements ExceptionMapper<WebApplicationException> {
    @Context private UriInfo uri;
    @Context private HttpHeaders headers;
    @Context private Request request;

    @Override
    public Response toResponse(WebApplicationException refusal) {
        if (refusal.getResponse().hasEntity()) {
            return refusal.getResponse();
        }
        UntakenRequest untaken =
                new UntakenRequest(
                        request.getMethod(),
                        uri.getRequestUri().getRawPath(),
                        header(HttpHeaders.ACCEPT),
                        header(HttpHeaders.CONTENT_TYPE));
        Response.StatusType status = refusal.getResponse().getStatusInfo();
        // Its headers (Allow) are kept.
        return Response.fromResponse(refusal.getResponse())
                .type(Problem.MEDIA_TYPE)
                .entity(
                        new Problem(
                                "about:blank",
                                status.getReasonPhrase(),
                                status.getStatusCode(),
                                untaken.detail(
                                        status.getStatusCode(),
                                        allowed(refusal.getResponse()),
                                        produced(uri.getPath()),
                                        MediaType.APPLICATION_JSON)))
                .build();
    }

    private static String allowed(Response refusal) {
        Set<String> methods = new TreeSet<>(refusal.getAllowedMethods());
        return String.join(", ", methods);
    }

    /** The media type of the resource at a path. */
    private static String produced(String path) {
        return switch (path.replaceFirst("^/", "")) {
            case "" -> MediaType.TEXT_HTML;
            case "page.js" -> "text/javascript";
            case "page.css" -> "text/css";
            case "icon.svg" -> MediaType.APPLICATION_SVG_XML;
            case "metrics" -> MediaType.TEXT_PLAIN;
            default -> MediaType.APPLICATION_JSON;
        };
    }

    private String header(String name) {
        @Nullable String value = headers.getHeaderString(name);
        return Objects.requireNonNullElse(value, "");
    }
}
