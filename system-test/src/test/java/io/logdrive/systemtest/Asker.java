package io.logdrive.systemtest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Somebody who asks over HTTP, always showing the same.
 *
 * <p>Immutable.
 *
 * @param name for failures
 * @param role what it may: {@code anybody}, {@code messages}, {@code reader} …
 * @param headers names and values by turns
 */
record Asker(String name, String role, List<String> headers) {
    private static final List<String> ROLES =
            List.of("anybody", "messages", "reader", "operator", "admin");

    /** Payara answers 400 to others with one. */
    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();

    static Asker anonymous() {
        return new Asker("anonymous", "anybody", List.of());
    }

    static Asker with(String name, String role, String... headers) {
        return new Asker(name, role, List.of(headers));
    }

    /** Whether it may what that role may. */
    boolean may(String wanted) {
        return ROLES.indexOf(role) >= ROLES.indexOf(wanted);
    }

    /** The status and the headers; of a stream that never ends no more than that is read. */
    HttpResponse<InputStream> ask(int port, String method, String path) throws IOException {
        HttpResponse<InputStream> answer =
                send(port, method, path, "{}", HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return answer;
    }

    /** The answer as text. */
    HttpResponse<String> text(int port, String method, String path, String body, String... more)
            throws IOException {
        return send(port, method, path, body, HttpResponse.BodyHandlers.ofString(), more);
    }

    private <T> HttpResponse<T> send(
            int port,
            String method,
            String path,
            String body,
            HttpResponse.BodyHandler<T> handler,
            String... more)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(60))
                        .method(
                                method,
                                METHODS_WITH_BODY.contains(method)
                                        ? HttpRequest.BodyPublishers.ofString(body)
                                        : HttpRequest.BodyPublishers.noBody());
        List<String> all = new ArrayList<>(headers);
        all.addAll(List.of(more));
        boolean typed = false;
        for (int i = 0; i < all.size(); i += 2) {
            request.header(all.get(i), all.get(i + 1));
            typed |= all.get(i).equals("Content-Type");
        }
        if (!typed) {
            request.header("Content-Type", "application/json");
        }
        try {
            return CLIENT.send(request.build(), handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
