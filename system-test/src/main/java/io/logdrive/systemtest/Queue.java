package io.logdrive.systemtest;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** {@code GET /ingest/queue} and {@code /ingest/connections}. Thread-safe. */
final class Queue {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Http http;

    Queue(int httpPort) {
        this.http = new Http(httpPort);
    }

    /** Lines in the queue. */
    long lines() {
        return answer().path("depth").path("lines").asLong(-1);
    }

    /** The whole answer. */
    JsonNode answer() {
        return http.json("/ingest/queue");
    }

    /** Open connections. */
    int connections() {
        return http.json("/ingest/connections").size();
    }

    /** Open connections that brought at least {@code lines} lines so far. */
    int connectionsWithLines(long lines) {
        int count = 0;
        for (JsonNode connection : http.json("/ingest/connections")) {
            count += connection.path("lines").asLong() >= lines ? 1 : 0;
        }
        return count;
    }

    void awaitEmpty(Duration atMost) {
        await("the queue is empty").atMost(atMost).pollInterval(POLL).until(() -> lines() == 0);
    }

    void awaitLinesAtLeast(long lines, Duration atMost) {
        await("the queue holds " + lines + " lines")
                .atMost(atMost)
                .pollInterval(POLL)
                .until(() -> lines() >= lines);
    }
}
