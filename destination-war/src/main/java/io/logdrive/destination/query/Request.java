package io.logdrive.destination.query;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Locale;

/** What the resources ask of a request and make of an answer. Thread-safe. */
final class Request {
    private Request() {}

    /** The media types that the client accepts, by preference. */
    static List<String> accepted(HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                .map(type -> type.getType() + "/" + type.getSubtype())
                .toList();
    }

    /** Whether an Accept-Encoding header allows gzip. */
    static boolean takesGzip(String header) {
        for (String each : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = each.strip().split("\\s*;\\s*", -1);
            boolean named = parts[0].equals("gzip") || parts[0].equals("*");
            if (named) {
                return parts.length < 2 || !parts[1].matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    /** Whether a text can be an id: of up to 18 digits. */
    static boolean isId(String text) {
        return text.matches("\\d{1,18}");
    }

    /** What is said of the id of something that there is not. */
    static String unknownId(String what, String text) {
        return isId(text)
                ? what + " " + text + ": expected one with this id, found none"
                : what + ": expected an id of digits, found " + Parameters.quoted(text);
    }

    /** A JSON answer. */
    static Response json(StreamingOutput body) {
        return Response.ok(body)
                .type(AnswerFormat.JSON.contentType())
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
