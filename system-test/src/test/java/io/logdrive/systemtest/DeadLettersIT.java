package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Show 5 of issue 3, its first half: a chunk that makes processing throw. */
@ExtendWith(ProcessLogs.class)
class DeadLettersIT {
    private static final Duration SLACK = Duration.ofMinutes(3);
    private static final String SABOTAGE = "io.logdrive.drill.sabotage";
    private static final String POISON = "logdrive-drill-unprocessable";

    private static Server server;

    @BeforeAll
    static void start() {
        server =
                Server.ofBoth(DeadLettersIT.class)
                        .set(SABOTAGE, "fail-processing")
                        .set("logdrive.ingest.batch.age-max", "PT0.2S");
        server.use(DatabaseKind.chosen().in(server.folder())).start();
    }

    @Test
    void keepsWhatMakesProcessingThrowStoresItsNeighboursAndStoresItOnceTheCauseIsMended()
            throws IOException {
        String retried = send("one " + POISON + "\n", 0);
        String deleted = send("two " + POISON + "\n", 1);
        send("a healthy neighbour\n", 2);
        server.messages().awaitCountWith("a healthy neighbour", 1, SLACK);
        await("both are dead letters").atMost(SLACK).until(() -> letters().size() == 2);

        JsonNode letter = of("one " + POISON + "\n");
        assertThat(letter.path("attempts").asInt()).isEqualTo(5);
        assertThat(letter.path("reason").asText()).contains("sabotage fail-processing");
        assertThat(letter.path("peer").asText()).isEqualTo(retried);
        assertThat(letter.path("first").asLong()).isZero();
        assertThat(letter.path("lines").asLong()).isEqualTo(1);
        assertThat(Base64.getDecoder().decode(letter.path("raw").asText()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("one " + POISON + "\n");
        assertThat(server.messages().countWith(POISON)).isZero();
        assertThat(change("DELETE", "nobody").statusCode()).isEqualTo(404);
        assertThat(foreign(letter.path("id").asText()).statusCode()).isEqualTo(403);
        assertThat(letters().size()).isEqualTo(2);

        server.stop();
        server.unset(SABOTAGE).start();
        assertThat(letters().size()).isEqualTo(2);
        String id = of("one " + POISON + "\n").path("id").asText();
        assertThat(change("POST", id + "/retry").statusCode()).isEqualTo(204);
        server.messages().awaitCountWith("one " + POISON, 1, SLACK);
        String given = of("two " + POISON + "\n").path("id").asText();
        assertThat(change("DELETE", given).statusCode()).isEqualTo(204);

        await("the ledger knows of both")
                .atMost(SLACK)
                .until(() -> server.messages().originOf(deleted).path("dead").asLong() == 1);
        assertThat(server.messages().originOf(retried).path("stored").asLong()).isEqualTo(1);
        assertThat(server.messages().originOf(retried).path("dead").asLong()).isZero();
        assertThat(letters().size()).isZero();
        server.queue().awaitEmpty(SLACK);
        assertThat(server.messages().countWith("two " + POISON)).isZero();
        server.stop();
        try (Rows rows = server.rows()) {
            assertThat(rows.faults()).isEqualTo(Rows.Faults.NONE);
        }
    }

    /** Sends over a connection of its own and answers its peer. */
    private static String send(String text, int number) throws IOException {
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            assertThat(sender.send(text).halfClose().awaitEnd(SLACK))
                    .as("connection %d", number)
                    .isEqualTo(LineSender.End.ORDERLY);
            return sender.peer();
        }
    }

    private static JsonNode letters() {
        return http().json("/ingest/dead-letters").path("deadLetters");
    }

    private static JsonNode of(String text) {
        for (JsonNode head : letters()) {
            JsonNode letter = http().json("/ingest/dead-letters/" + head.path("id").asText());
            if (letter.path("text").asText().equals(text)) {
                return letter;
            }
        }
        throw new AssertionError("dead letters: expected one of " + text + ", found none");
    }

    private static HttpResponse<String> change(String method, String path) throws IOException {
        return http().send(
                        method, "/ingest/dead-letters/" + path, "Content-Type", "application/json");
    }

    private static HttpResponse<String> foreign(String id) throws IOException {
        return http().send(
                        "DELETE",
                        "/ingest/dead-letters/" + id,
                        "Content-Type",
                        "application/json",
                        "Sec-Fetch-Site",
                        "cross-site");
    }

    private static Http http() {
        return new Http(server.httpPort());
    }
}
