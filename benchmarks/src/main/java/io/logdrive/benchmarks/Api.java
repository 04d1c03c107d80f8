package io.logdrive.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The server's REST answers. Thread-safe. */
final class Api {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final int BUSY = 429;
    private static final String STORED = "logdrive_destination_records_total{outcome=\"stored\"}";

    /** Without its time, which ours have not. */
    private static final Pattern METRIC = Pattern.compile("(?m)^(logdrive_\\S+) (\\S+)$");

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

    /** Lines that the destination has stored since it started, which no database is asked for. */
    long storedSinceStart() throws IOException, InterruptedException {
        Double stored = metrics(server.destinationUrl()).get(STORED);
        if (stored == null) {
            throw new BenchmarkException("metrics: expected " + STORED + ", found none");
        }
        return stored.longValue();
    }

    /** All metrics of ours by their names with their labels. */
    Map<String, Double> metrics() throws IOException, InterruptedException {
        Map<String, Double> all = new HashMap<>(metrics(server.ingestUrl()));
        all.putAll(metrics(server.destinationUrl()));
        return all;
    }

    private Map<String, Double> metrics(String url) throws IOException, InterruptedException {
        URI uri = URI.create(url + "/metrics");
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        Map<String, Double> values = new HashMap<>();
        METRIC.matcher(client.send(request, BodyHandlers.ofString()).body())
                .results()
                .forEach(
                        metric -> values.put(metric.group(1), Double.parseDouble(metric.group(2))));
        return values;
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

    /** What {@code pathAndQuery} of the destination answers; it must be a 200. */
    JsonNode destination(String pathAndQuery) throws IOException, InterruptedException {
        return get(server.destinationUrl() + pathAndQuery);
    }

    /** An answer's body as it comes. */
    HttpResponse<InputStream> stream(String pathAndQuery) throws IOException, InterruptedException {
        URI uri = URI.create(server.destinationUrl() + pathAndQuery);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
    }

    private JsonNode get(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
        // Busy under an attack: it says itself that one may try again.
        while (answer.statusCode() == BUSY && System.nanoTime() < deadline) {
            answer = client.send(request, BodyHandlers.ofByteArray());
        }
        if (answer.statusCode() != 200) {
            throw new BenchmarkException(
                    "GET " + url + ": expected 200, found " + answer.statusCode());
        }
        return mapper.readTree(answer.body());
    }

    /** Sequences by what became of them. Immutable. */
    record Ledger(long stored, long filtered, long dead, long missing) {}
}
