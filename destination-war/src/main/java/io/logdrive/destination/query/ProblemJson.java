package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.logdrive.destination.store.StoreException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 writes it: {@code application/problem+json}.
 *
 * <p>Immutable.
 */
record ProblemJson(
        int status,
        String title,
        String detail,
        @Nullable String parameter,
        @Nullable Integer position) {
    static final String MEDIA_TYPE = "application/problem+json";

    ProblemJson(int status, String title, String detail, @Nullable String parameter) {
        this(status, title, detail, parameter, null);
    }

    /** What {@code failure} is to the client; 500 when it is a defect of ours. */
    static ProblemJson of(Throwable failure) {
        String detail = String.valueOf(failure.getMessage());
        if (failure instanceof QueryProblem problem) {
            return new ProblemJson(
                    problem.status(),
                    problem.title(),
                    detail,
                    problem.parameter(),
                    problem.position());
        }
        if (failure instanceof StoreException.Timeout) {
            return new ProblemJson(504, "Timeout", detail, null);
        }
        if (failure instanceof StoreException.Ended) {
            return new ProblemJson(409, "Ended", detail, null);
        }
        if (failure instanceof StoreException.Busy) {
            return new ProblemJson(429, "Too many queries", detail, null);
        }
        if (failure instanceof StoreException) {
            return new ProblemJson(503, "Database away", detail, null);
        }
        return new ProblemJson(500, "Internal error", "see the log of the server", null);
    }

    /** Whether the same request may well succeed a little later. */
    boolean isPassing() {
        return status == 429 || status == 503;
    }

    /** Answers with it, where there is no resource to do so. */
    void send(HttpServletResponse response) throws IOException {
        // Its headers are of use to whoever is refused, too.
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.getOutputStream().write(text().getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            Json.writeText(json, "parameter", parameter);
            if (position != null) {
                json.writeNumberField("position", position);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
