package io.logdrive.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** GETs JSON from one server on this machine. Thread-safe. */
final class Http {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    private final int port;

    Http(int port) {
        this.port = port;
    }

    /** The answer's text, whatever its status. */
    HttpResponse<String> get(String path) throws IOException {
        return send("GET", path, "Accept", "application/json");
    }

    /** A request without a body; the answer's text, whatever its status. */
    HttpResponse<String> send(String method, String path, String... headers) throws IOException {
        return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
    }

    /** A POST; the answer's text, whatever its status. */
    HttpResponse<String> post(String path, String body, String... headers) throws IOException {
        return send("POST", path, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    private HttpResponse<String> send(
            String method, String path, HttpRequest.BodyPublisher body, String... headers)
            throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(30))
                        .headers(headers)
                        .method(method, body)
                        .build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The answer's JSON; anything but 200 is a failure. */
    JsonNode json(String path) {
        try {
            HttpResponse<String> answer = get(path);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        path
                                + ": expected status 200, found "
                                + answer.statusCode()
                                + " "
                                + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": no answer at port " + port, e);
        }
    }
}
