package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.rules.RulesOf;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.Level;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineMarks;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/rules-example.yaml does with real lines what it says. */
class ExampleRulesTest {
    private static final long RECEIVED = micros("2026-11-22T12:00:00Z");

    private final List<LogRecord> records = new ArrayList<>();
    private ChunkParser parser;

    @BeforeEach
    void read() throws IOException {
        Path file = Path.of("..", "docs", "rules-example.yaml");
        parser =
                new ChunkParser(
                        RulesOf.text(
                                Files.readString(
                                        Files.exists(file)
                                                ? file
                                                : Path.of("docs", "rules-example.yaml"))));
    }

    @Test
    void tagsTheLinesOfLogins() {
        parse(
                "",
                null,
                "Nov 22 08:10:38 web-1 sshd[4711]: Failed password for root from 10.0.0.9",
                "Nov 22 08:10:38 web-1 sudo: joe : command not allowed",
                "2026-11-22 08:10:38 WARN Authentication failure of joe",
                "2026-11-22 08:10:38 INFO up");

        assertThat(records)
                .extracting(LogRecord::tags)
                .containsExactly(List.of("auth"), List.of("auth"), List.of("auth"), List.of());
    }

    @Test
    void parsesTheTillsAndRedactsThem() {
        FilteredRuns dropped =
                parse(
                        "",
                        "till",
                        "time;level;till;amount;message",
                        "22.11.2026 08:10:38;FEHLER;7;12.50;refused 4111 1111 1111 1111",
                        "22.11.2026 08:10:39;HINWEIS;7;3;receipt to joe@example.com; password=x",
                        "22.11.2026 08:10:39;HINWEIS;7;3;\"receipt to joe@example.com;"
                                + " password=x\"");

        assertThat(dropped).hasToString("0");
        LogRecord first = records.get(0);
        assertThat(first.timeMicros()).isEqualTo(micros("2026-11-22T07:10:38Z"));
        assertThat(first.level()).isEqualTo(Level.ERROR);
        assertThat(first.tags()).containsExactly("payment");
        assertThat(first.body()).isEqualTo("refused [card]");
        assertThat(first.fields()).isEqualTo("{\"till\":7,\"amount\":12.50}");
        assertThat(records.get(1).body())
                .as("does not fit, and is redacted all the same")
                .endsWith("receipt to [email]; password=[token]");
        assertThat(records.get(2).body()).isEqualTo("receipt to [email]; password=[token]");
        assertThat(records.get(2).level()).isEqualTo(Level.INFO);
    }

    @Test
    void tagsTheApiAndDropsHealthChecks() {
        String line =
                "10.0.0.1 - - [22/Nov/2026:08:10:38 +0100] \"GET %s HTTP/1.1\" %d 12 \"-\" \"c\"";
        FilteredRuns dropped =
                parse(
                        "/var/log/nginx/access.log",
                        null,
                        line.formatted("/api/orders", 200),
                        line.formatted("/health", 200),
                        line.formatted("/health", 503),
                        line.formatted("/api/orders", 502),
                        "2026/11/22 08:10:38 [error] 7#7: *1 no live upstreams, client: 10.0.0.1");

        assertThat(dropped).hasToString("1");
        assertThat(records)
                .extracting(LogRecord::tags)
                .containsExactly(List.of("api"), List.of(), List.of("api"), List.of());
        assertThat(records.get(2).level()).isEqualTo(Level.ERROR);
        assertThat(records.get(2).fields()).contains("\"team\":\"web\"");
        assertThat(records.get(3).timeMicros()).isEqualTo(micros("2026-11-22T07:10:38Z"));
    }

    @Test
    void parsesOrdersAndDropsTheirDebugLines() {
        FilteredRuns dropped =
                parse(
                        "",
                        "orders",
                        "2026-11-22T08:10:38Z INFO ORD-17 paid by Bearer abc",
                        "2026-11-22T08:10:38Z DEBUG ORD-17 looked up");

        assertThat(dropped).hasToString("1");
        assertThat(records.get(0).fields()).isEqualTo("{\"order\":\"ORD-17\"}");
        assertThat(records.get(0).body()).isEqualTo("paid by Bearer [token]");
        assertThat(records.get(0).level()).isEqualTo(Level.INFO);
    }

    private FilteredRuns parse(String name, @Nullable String service, String... lines) {
        LineAttributes attributes = new LineAttributes(service, null, List.of(), Map.of());
        return parser.parse(
                new Chunk(
                        new Origin(new UUID(1, 2), OriginKind.AGENT, "", "", name),
                        0,
                        lines.length,
                        RECEIVED,
                        Chunk.Format.LINES,
                        String.join("\n", lines).getBytes(UTF_8),
                        new LineMarks(new BitSet(), FilteredRuns.NONE, attributes)),
                records::add);
    }

    private static long micros(String time) {
        return Instant.parse(time).toEpochMilli() * 1_000;
    }
}
