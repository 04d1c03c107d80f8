package io.logdrive.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The server's REST answers. Thread-safe. */
final class Api {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper mapper = new ObjectMapper();
    private final Server server;

    Api(Server server) {
        this.server = server;
    }

    /** Lines in the queue: confirmed to be on disk, not yet acknowledged by the destination. */
    long queuedLines() throws IOException, InterruptedException {
        return get(server.ingestUrl() + "/queue").path("depth").path("lines").asLong(-1);
    }

    /** The sums of the ledger over all origins. */
    Ledger ledger() throws IOException, InterruptedException {
        JsonNode total = get(server.destinationUrl() + "/ledger?limit=1").path("total");
        return new Ledger(
                total.path("stored").asLong(-1),
                total.path("filtered").asLong(-1),
                total.path("dead").asLong(-1),
                total.path("missing").asLong(-1));
    }

    /** A page of messages in the order of their times, behind the cursor {@code after}. */
    JsonNode messages(int limit, String after) throws IOException, InterruptedException {
        String cursor = after.isEmpty() ? "" : "&after=" + after;
        return get(
                server.destinationUrl()
                        + "/messages?since=all&timeout=30s&order=asc&limit="
                        + limit
                        + cursor);
    }

    private JsonNode get(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new BenchmarkException(
                    "GET " + url + ": expected 200, found " + answer.statusCode());
        }
        return mapper.readTree(answer.body());
    }

    /** Sequences by what became of them. Immutable. */
    record Ledger(long stored, long filtered, long dead, long missing) {}
}
