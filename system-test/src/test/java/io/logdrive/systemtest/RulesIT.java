package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Issue 7, processing rules: tags, drops, redaction, reload and trial of the running product. */
@ExtendWith(ProcessLogs.class)
class RulesIT {
    private static final Duration SLACK = Duration.ofMinutes(2);
    private static final String RULES =
            """
            rules:
              - {name: auth, when: {message: {matches: 'login'}}, tag: auth}
              - {name: pings, when: {message: {matches: 'ping$'}}, drop: true}
              - {name: cards, redact: card}
            """;

    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        server = Server.ofBoth(RulesIT.class).set("logdrive.ingest.batch.age-max", "PT0.2S");
        Files.createDirectories(server.folder());
        Files.writeString(file(), RULES);
        server.set("logdrive.ingest.process.rules", file().toString());
        server.use(DatabaseKind.chosen().in(server.folder())).start();
    }

    @Test
    void tagsDropsAndRedactsAndTheLedgerBalances() throws IOException {
        String peer = send("rules-a login\nrules-a ping\nrules-a 4111111111111111\nping\n");

        JsonNode origin = server.messages().awaitStoredOf(peer, 2, SLACK);
        server.queue().awaitEmpty(SLACK);

        assertThat(origin.path("filtered").asLong()).isEqualTo(2);
        JsonNode total = http().json("/destination/ledger").path("total");
        assertThat(total.path("received").asLong())
                .isEqualTo(
                        total.path("stored").asLong()
                                + total.path("filtered").asLong()
                                + total.path("dead").asLong());
        JsonNode found = server.messages().with("rules-a", 10);
        assertThat(found.findValuesAsText("message"))
                .containsExactly("rules-a login", "rules-a [card]");
        assertThat(found.get(0).path("tags").get(0).asText()).isEqualTo("auth");
        JsonNode statistics = http().json("/ingest/stats");
        assertThat(statistics.path("filtered").path("total").asLong()).isGreaterThanOrEqualTo(2);
        assertThat(statistics.path("tags").path("top").findValuesAsText("name")).contains("auth");
        assertThat(http().send("GET", "/ingest/metrics", "Accept", "text/plain").body())
                .contains("logdrive_process_filtered_lines_total{rule=\"pings\"}");
    }

    @Test
    void changesItsRulesWhileLinesFlowAndLosesAndDoublesNone() throws Exception {
        long dropped = filtered();
        AgentRun agent = server.agent("1500", "--lines", "20000", "--connections", "1");
        for (int i = 0; i < 4; i++) {
            String name = "change-" + i;
            Files.writeString(
                    file(),
                    RULES + "  - {name: " + name + ", when: {level: {at-least: warn}}, tag: t}\n");
            await(name).atMost(SLACK).until(() -> names().contains(name));
        }
        AgentRun.Summary summary = agent.await(Duration.ofMinutes(3));
        assertThat(summary.confirmed()).isEqualTo(20_000);
        String peer = summary.sessions().get(0).peer();
        JsonNode origin = server.messages().awaitStoredOf(peer, 20_000, SLACK);

        assertThat(origin.path("stored").asLong()).isEqualTo(20_000);
        assertThat(filtered()).isEqualTo(dropped);
        restore();
    }

    @Test
    void keepsItsRulesWhenTheFileIsWrongAndSaysSo() throws IOException {
        Files.writeString(file(), RULES + "  - {name: bad, tagg: x}\n");

        await("the file is refused")
                .atMost(SLACK)
                .until(() -> http().json("/ingest/process").path("problems").size() == 2);

        assertThat(http().json("/ingest/process").path("problems").get(1).asText())
                .isEqualTo(
                        file()
                                + ":5: rules[3].tagg: expected a known key (nearest: tag), found an"
                                + " unknown one");
        assertThat(names()).containsExactly("auth", "pings", "cards");
        assertThat(server.log()).contains("rules-refused file=" + file());
        String peer = send("rules-b login\nrules-b ping\n");
        JsonNode origin = server.messages().awaitStoredOf(peer, 1, SLACK);
        assertThat(origin.path("filtered").asLong()).isEqualTo(1);
        restore();
    }

    @Test
    void triesLinesAndRefusesThemFromOtherPages() throws IOException {
        String body = "{\"lines\":[\"a login\",\"ping\"]}";

        HttpResponse<String> answer =
                http().post("/ingest/process/try", body, "Content-Type", "application/json");
        HttpResponse<String> form =
                http().post("/ingest/process/try", body, "Content-Type", "text/plain");
        HttpResponse<String> foreign =
                http().post(
                                "/ingest/process/try",
                                body,
                                "Content-Type",
                                "application/json",
                                "Sec-Fetch-Site",
                                "cross-site");
        HttpResponse<String> wrong =
                http().post("/ingest/process/try", "{}", "Content-Type", "application/json");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode lines = Http.JSON.readTree(answer.body()).path("lines");
        assertThat(lines.get(0).path("message").path("tags").get(0).asText()).isEqualTo("auth");
        assertThat(lines.get(1).path("droppedBy").asText()).isEqualTo("pings");
        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Http.JSON.readTree(wrong.body()).path("detail").asText())
                .isEqualTo("lines: expected 1..100 lines, found 0");
    }

    private static void restore() throws IOException {
        Files.writeString(file(), RULES);
        await("the rules are as they were")
                .atMost(SLACK)
                .until(
                        () ->
                                names().equals(List.of("auth", "pings", "cards"))
                                        && http().json("/ingest/process")
                                                .path("problems")
                                                .isEmpty());
    }

    private static List<String> names() {
        return http().json("/ingest/process").path("rules").findValuesAsText("name");
    }

    private static long filtered() {
        return http().json("/destination/ledger").path("total").path("filtered").asLong();
    }

    /** Sends over a connection of its own and answers its peer. */
    private static String send(String text) throws IOException {
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            assertThat(sender.send(text).halfClose().awaitEnd(SLACK))
                    .isEqualTo(LineSender.End.ORDERLY);
            return sender.peer();
        }
    }

    private static Path file() {
        return server.folder().resolve("rules.yaml");
    }

    private static Http http() {
        return new Http(server.httpPort());
    }
}
