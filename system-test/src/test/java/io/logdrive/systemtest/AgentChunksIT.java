package io.logdrive.systemtest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The golden frames of an agent's chunk, sent to the product: rows and ledger. */
@ExtendWith(ProcessLogs.class)
class AgentChunksIT {
    private static final Duration SLACK = Duration.ofMinutes(1);
    private static final String ORIGIN = "00112233-4455-6677-8899-aabbccddeeff";

    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.ofBoth(AgentChunksIT.class).set("logdrive.ingest.batch.age-max", "PT0.2S");
        server.use(DatabaseKind.chosen().in(server.folder())).start();
    }

    @Test
    void linesAndFilteredSequencesComeToTheLedgerAndTheBalanceHolds() throws IOException {
        try (LineSender sender = LineSender.connect(server.intakePort())) {
            // 0 filtered, 1 of several lines and cut, 2; then 0 to 999 filtered, of which 0 to 2
            // are known; then 1000, 1001 and 1002 filtered, 1003, and 1004 to 1303 filtered.
            sender.send(golden("agent-chunk-gzip", 0));
            awaitLedger(3, 2, 1);
            sender.send(golden("agent-chunk-filtered-alone", 0));
            awaitLedger(1_000, 2, 998);
            sender.send(golden("agent-chunk-filtered", 1_000));
            awaitLedger(1_304, 4, 1_300);
            assertThat(sender.halfClose().awaitEnd(SLACK)).isEqualTo(LineSender.End.ORDERLY);
        }
        server.queue().awaitEmpty(SLACK);

        JsonNode messages = server.messages().ofOrigin(ORIGIN, 10);
        assertThat(messages.findValuesAsText("sequence")).containsExactly("1", "2", "1000", "1003");
        assertThat(messages.findValuesAsText("message"))
                .containsExactly("boom\n\tat A", "up", "a", "b");
        JsonNode first = messages.get(0);
        assertThat(first.path("service").asText()).isEqualTo("pay");
        assertThat(first.path("host").asText()).isEqualTo("web-1");
        assertThat(first.path("tags").toString()).isEqualTo("[\"eu\"]");
        assertThat(first.path("fields").toString()).isEqualTo("{\"path\":\"/var/log/pay.log\"}");
        assertThat(first.path("flags").toString()).contains("truncated");
        assertThat(messages.get(1).path("flags").toString()).doesNotContain("truncated");
        assertThat(messages.get(2).has("service")).isFalse();
        assertThat(metric("logdrive_listen_lines_total")).isEqualTo(3 + 1_000 + 304);
        assertThat(metric("logdrive_listen_filtered_lines_total")).isEqualTo(1 + 1_000 + 302);
        server.stop();
        try (Rows rows = server.rows()) {
            assertThat(rows.ledgerDifferences()).isZero();
            assertThat(rows.doubles()).isZero();
        }
    }

    private static void awaitLedger(long received, long stored, long filtered) {
        String path = "/destination/ledger/" + ORIGIN;
        await("ledger of " + received)
                .atMost(SLACK)
                .ignoreException(IllegalStateException.class)
                .until(() -> http().json(path).path("received").asLong() == received);
        JsonNode ledger = http().json(path);
        assertThat(ledger.path("stored").asLong()).isEqualTo(stored);
        assertThat(ledger.path("filtered").asLong()).isEqualTo(filtered);
        assertThat(ledger.path("dead").asLong()).isZero();
        assertThat(ledger.path("missing").asLong()).isZero();
        assertThat(stored + filtered).isEqualTo(received);
    }

    /** The value of a counter of ingest. */
    private static double metric(String name) throws IOException {
        Matcher line =
                Pattern.compile("(?m)^" + name + " (\\S+)$")
                        .matcher(http().send("GET", "/ingest/metrics", "Accept", "*/*").body());
        assertThat(line.find()).as(name).isTrue();
        return Double.parseDouble(line.group(1));
    }

    /** A frame of PROTOCOL.md, which has the sequence 7 there, from {@code first} on. */
    private static byte[] golden(String name, long first) throws IOException {
        String text = Files.readString(Path.of("..", "wire", "PROTOCOL.md"));
        Matcher block = Pattern.compile("(?ms)^```hex " + name + "$(.*?)^```$").matcher(text);
        assertThat(block.find()).as(name).isTrue();
        byte[] frame = HexFormat.of().parseHex(block.group(1).replaceAll("\\s+", ""));
        String latin = new String(frame, ISO_8859_1);
        String chunk = ORIGIN + ":" + first;
        return latin.replace("\u00d9&" + ORIGIN + ":7", "\u00d9" + (char) chunk.length() + chunk)
                .getBytes(ISO_8859_1);
    }

    private static Http http() {
        return new Http(server.httpPort());
    }
}
