package io.logdrive.systemtest;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** {@code GET /destination/messages} and {@code /destination/ledger}. Thread-safe. */
final class Messages {
    private final Http http;

    Messages(int httpPort) {
        this.http = new Http(httpPort);
    }

    /** How many there are. */
    long count() {
        return http.json("/destination/messages?since=all&limit=1&count=exact")
                .path("count")
                .asLong(-1);
    }

    /** How many contain {@code text}, which no earlier test has used. */
    long countWith(String text) {
        return found(text, 1).path("count").asLong(-1);
    }

    /** Whether one of the last minutes contains {@code text}; older ones are not looked at. */
    boolean hasLately(String text) {
        return !http.json(
                        "/destination/messages?since=3m&limit=1&text="
                                + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .path("messages")
                .isEmpty();
    }

    /** The messages that contain {@code text}, the oldest first, at most {@code limit}. */
    JsonNode with(String text, int limit) {
        return found(text, limit).path("messages");
    }

    /** Lines stored according to the ledger. */
    long stored() {
        return http.json("/destination/ledger").path("total").path("stored").asLong(-1);
    }

    /** The ledger's entry for the origin with this peer, or a missing node. */
    JsonNode originOf(String peer) {
        for (JsonNode origin : http.json("/destination/ledger?limit=10000").path("origins")) {
            if (origin.path("peer").asText().equals(peer)) {
                return origin;
            }
        }
        return MissingNode.getInstance();
    }

    /** The first messages of an origin, by its id, the oldest first. */
    JsonNode ofOrigin(String id, int limit) {
        return http.json(
                        "/destination/messages?since=all&order=asc&limit="
                                + limit
                                + "&origin="
                                + id)
                .path("messages");
    }

    /** Waits until so many lines from {@code peer} are stored, and answers the ledger's entry. */
    JsonNode awaitStoredOf(String peer, long lines, Duration atMost) {
        await(lines + " lines from " + peer + " stored")
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> originOf(peer).path("stored").asLong() >= lines);
        return originOf(peer);
    }

    void awaitCountWith(String text, long count, Duration atMost) {
        await(count + " messages with " + text)
                .atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> countWith(text) == count);
    }

    void awaitStored(long lines, Duration atMost) {
        await(lines + " lines stored")
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> stored() >= lines);
    }

    private JsonNode found(String text, int limit) {
        return http.json(
                "/destination/messages?since=all&order=asc&count=exact&limit="
                        + limit
                        + "&text="
                        + URLEncoder.encode(text, StandardCharsets.UTF_8));
    }
}
