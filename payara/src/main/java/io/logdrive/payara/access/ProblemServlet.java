package io.logdrive.payara.access;

import io.logdrive.payara.UntakenRequest;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the container answers by itself, in the form that all our errors have: its own pages name
 * its version and show what failed. Thread-safe.
 */
public final class ProblemServlet extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        int status =
                request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer error
                        ? error
                        : HttpServletResponse.SC_NOT_FOUND;
        byte[] body =
                ProblemText.of(status, title(status), detail(status, request), null)
                        .getBytes(StandardCharsets.UTF_8);
        SafeHeaders.set(response);
        response.setStatus(status);
        response.setContentType(Refusal.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String detail(int status, HttpServletRequest request) {
        Object asked = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = asked instanceof String text ? text : request.getRequestURI();
        return switch (status) {
            case 403 ->
                    "role: expected one that may "
                            + ShownText.of(request.getMethod() + " " + path)
                            + " (docs/security.md), found "
                            + role(ServletDoor.caller(request));
            case 404 ->
                    new UntakenRequest(request.getMethod(), path, "", "").detail(404, "", "", "");
            case 500 -> "see the log of the server";
            default -> "expected another request";
        };
    }

    private static String role(@Nullable Caller caller) {
        if (caller == null) {
            return "none";
        }
        return caller.filter() == null ? caller.role().word() : "a token with a filter";
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 403 -> "Forbidden";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 413 -> "Content too large";
            case 500 -> "Internal error";
            default -> "Refused";
        };
    }
}
