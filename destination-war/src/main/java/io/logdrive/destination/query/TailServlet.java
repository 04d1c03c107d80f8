package io.logdrive.destination.query;

import io.logdrive.payara.access.ServletDoor;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /destination/messages/tail}. A servlet and no resource, because only a servlet can
 * write without a thread of its own for each client (decision 0073).
 *
 * <p>Thread-safe.
 */
@WebServlet(urlPatterns = "/messages/tail", asyncSupported = true)
public class TailServlet extends HttpServlet {
    private static final int RETRY_AFTER_SECONDS = 5;

    @Inject transient QueriesByCaller everybody;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            Queries queries = everybody.of(ServletDoor.caller(request));
            TailSearch search =
                    TailSearch.of(
                            parameters(request),
                            request.getHeader("Last-Event-ID"),
                            request.getHeader("Accept"),
                            queries.clock().instant());
            queries.tails().reserve();
            begin(queries, search, request, response);
        } catch (RuntimeException e) {
            refuse(e, response);
        }
    }

    /** Answered as {@code GET} it would have no end, and hold a slot. */
    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) {
        response.setContentType(TailSearch.EVENTS_TYPE);
    }

    private static void begin(
            Queries queries,
            TailSearch search,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ServletOutlet outlet;
        try {
            String type =
                    search.events() ? TailSearch.EVENTS_TYPE : AnswerFormat.NDJSON.mediaType();
            response.setContentType(type);
            response.setCharacterEncoding("UTF-8");
            response.setHeader("X-Accel-Buffering", "no");
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            outlet = new ServletOutlet(context, response.getOutputStream());
        } catch (IOException | RuntimeException e) {
            queries.tails().cancel();
            throw e;
        }
        TailClient client = queries.begin(search, outlet);
        try {
            outlet.start(client);
        } catch (RuntimeException e) {
            // It gives its slot back.
            client.close();
            throw e;
        }
    }

    /** Decoded as the resources do, whatever the container takes for its encoding. */
    private static Map<String, List<String>> parameters(HttpServletRequest request)
            throws IOException {
        String query = request.getQueryString();
        byte[] bytes = (query == null ? "" : query).getBytes(StandardCharsets.UTF_8);
        return FormBody.parameters(new ByteArrayInputStream(bytes), Map.of());
    }

    private static void refuse(RuntimeException failure, HttpServletResponse response)
            throws IOException {
        ProblemJson problem = ProblemJson.of(failure);
        if (problem.status() == HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
            new QueryEvents().failed(failure);
        }
        if (problem.isPassing()) {
            response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        problem.send(response);
    }
}
