package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.logdrive.ingest.process.StatisticsSnapshot.Figure;
import io.logdrive.ingest.process.StatisticsSnapshot.Named;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.rules.RulesOf;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineMarks;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LineStatisticsTest {
    private static final String RULES =
            """
            rules:
              - {name: auth, when: {service: sshd}, tag: auth}
              - {name: health, when: {message: {matches: ping}}, drop: true}
              - {name: cards, redact: card}
            """;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ChunkParser parser = new ChunkParser(RulesOf.text(RULES));
    private long nanos;
    private final LineStatistics statistics =
            new LineStatistics(metrics, () -> nanos, Instant.EPOCH);

    @Test
    void countsWhatLinesBecame() {
        String lines =
                """
                {"level":"info","service":"shop","time":"2026-11-22T08:00:00Z","message":"a"}
                {"level":"info","service":"shop","message":"paid by 4111111111111111"}
                {"level":"error","service":"sshd","message":"b"}
                ping
                nothing at all
                """;

        count(1, lines, 5, "");
        count(2, "nothing\n", 3, "0-1");

        StatisticsSnapshot found = statistics.snapshot(10);
        assertThat(found.since()).isEqualTo(Instant.EPOCH);
        assertThat(found.lines().total()).isEqualTo(6);
        assertThat(found.unparsed().total()).isEqualTo(2);
        assertThat(found.timeAssumed().total()).isEqualTo(4);
        assertThat(found.filtered().total()).isEqualTo(1);
        assertThat(found.filteredBySender().total()).isEqualTo(2);
        assertThat(found.redacted().total()).isEqualTo(1);
        assertThat(found.levels())
                .extracting(Named::name, Named::total)
                .containsExactly(
                        tuple("trace", 0L),
                        tuple("debug", 0L),
                        tuple("info", 2L),
                        tuple("warn", 0L),
                        tuple("error", 1L),
                        tuple("fatal", 0L),
                        tuple("none", 2L));
        assertThat(found.services().top())
                .extracting(Named::name, Named::total)
                .containsExactly(tuple("shop", 2L), tuple("sshd", 1L));
        assertThat(found.tags().top())
                .extracting(Named::name, Named::total)
                .containsExactly(tuple("auth", 1L));
        assertThat(found.rules().top())
                .extracting(Named::name, Named::total)
                .containsExactly(tuple("cards", 5L), tuple("auth", 1L), tuple("health", 1L));
        assertThat(found.origins().top())
                .extracting(
                        StatisticsSnapshot.OfOrigin::name,
                        StatisticsSnapshot.OfOrigin::total,
                        StatisticsSnapshot.OfOrigin::unparsed,
                        StatisticsSnapshot.OfOrigin::filtered)
                .containsExactly(tuple("log-1", 5L, 1L, 1L), tuple("log-2", 1L, 1L, 0L));
    }

    @Test
    void movesTheMetrics() {
        LineAttributes ofAgent =
                new LineAttributes("sshd", null, List.of("own"), java.util.Map.of());
        count(1, "ping\npaid by 4111111111111111\n", 2, "", ofAgent);

        assertThat(metric("lines")).isEqualTo(2);
        assertThat(metric("unparsed.lines")).isEqualTo(1);
        assertThat(metric("time.assumed.lines")).isEqualTo(1);
        assertThat(metric("redacted.lines")).isEqualTo(1);
        assertThat(metric("level.lines", "level", "none")).isEqualTo(1);
        assertThat(metric("filtered.lines", "rule", "health")).isEqualTo(1);
        assertThat(metric("rule.lines", "rule", "auth")).isEqualTo(2);
        assertThat(metric("tag.lines", "tag", "auth")).isEqualTo(1);
        assertThat(metrics.find("logdrive.process.tag.lines").tag("tag", "own").counter())
                .as("what an agent brings is no label")
                .isNull();
        assertThat(statistics.snapshot(9).tags().top()).extracting(Named::name).contains("own");
    }

    @Test
    void tellsTheRateOfTheLastTenSecondsOrSo() {
        for (int second = 0; second < 60; second++) {
            nanos = second * 1_000_000_000L;
            count(1, "a\n".repeat(100), 100, "");
        }
        assertThat(statistics.snapshot(1).lines().perSecond()).isCloseTo(100, within(6.0));

        nanos += 10_000_000_000L;
        assertThat(statistics.snapshot(1).lines().perSecond()).isCloseTo(39, within(3.0));
        nanos += 100_000_000_000L;
        assertThat(statistics.snapshot(1).lines()).isEqualTo(new Figure(6_000, 0));
    }

    @Test
    void sumsWhatIsNotShown() {
        for (int i = 1; i <= 5; i++) {
            count(i, ("{\"service\":\"s" + i + "\"}\n").repeat(i), i, "");
        }

        StatisticsSnapshot found = statistics.snapshot(2);

        assertThat(found.services().top()).extracting(Named::name).containsExactly("s5", "s4");
        assertThat(found.services().otherNames()).isEqualTo(3);
        assertThat(found.services().otherTotal()).isEqualTo(6);
        assertThat(found.origins().top()).hasSize(2);
        assertThat(found.origins().otherOrigins()).isEqualTo(3);
        assertThat(found.origins().otherTotal()).isEqualTo(6);
    }

    @Test
    void forgetsTheNamesThatWereNotCountedForTheLongestAndKeepsTheirSum() {
        for (int i = 0; i < LineStatistics.NAMES_MAX + 7; i++) {
            count(0, "{\"service\":\"s" + i + "\"}\n{\"service\":\"s0\"}\n", 2, "");
        }

        StatisticsSnapshot found = statistics.snapshot(2_000);

        assertThat(found.services().top()).hasSize(LineStatistics.NAMES_MAX);
        assertThat(found.services().top().get(0).name()).isEqualTo("s0");
        assertThat(found.services().forgottenNames()).isEqualTo(7);
        assertThat(found.services().forgottenTotal()).isEqualTo(7);
        assertThat(metric("forgotten.names", "of", "service")).isEqualTo(7);
    }

    @Test
    void forgetsOriginsAsItForgetsNames() {
        for (int i = 0; i < LineStatistics.ORIGINS_MAX + 3; i++) {
            count(i, "a\n", 1, "");
        }

        StatisticsSnapshot found = statistics.snapshot(1);

        assertThat(found.origins().otherOrigins()).isEqualTo(LineStatistics.ORIGINS_MAX - 1);
        assertThat(found.origins().forgottenOrigins()).isEqualTo(3);
        assertThat(found.origins().forgottenTotal()).isEqualTo(3);
        assertThat(metric("forgotten.names", "of", "origin")).isEqualTo(3);
    }

    @Test
    void countsManyNamesOfOneChunk() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            lines.append("{\"service\":\"s").append(i % 20).append("\"}\n");
        }

        count(1, lines.toString(), 100, "");

        assertThat(statistics.snapshot(100).services().top())
                .hasSize(20)
                .extracting(Named::total)
                .containsOnly(5L);
    }

    private void count(int origin, String lines, int sequences, String filtered) {
        count(origin, lines, sequences, filtered, LineAttributes.NONE);
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    private void count(
            int origin, String lines, int sequences, String filtered, LineAttributes attributes) {
        Chunk chunk =
                new Chunk(
                        new Origin(
                                new UUID(0, origin), OriginKind.LINES, "peer", "", "log-" + origin),
                        0,
                        sequences,
                        1_000_000,
                        Chunk.Format.LINES,
                        lines.getBytes(UTF_8),
                        new LineMarks(new BitSet(), FilteredRuns.parse(filtered), attributes));
        List<LogRecord> records = new ArrayList<>();
        FilteredRuns without = parser.parse(chunk, records::add);
        statistics.count(chunk, records, without, parser.counts());
    }

    private double metric(String name, String... labels) {
        return metrics.get("logdrive.process." + name).tags(labels).counter().count();
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }
}
