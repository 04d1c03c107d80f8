package io.logdrive.agent.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Confined to the test's thread. */
class GeneratedLinesTest {
    private static final ObjectMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final long NOON = 1_792_411_200_000_000L;

    @Test
    void eachLineIsOneJsonObjectWithItsUsualMembersAndTheClocksTime() {
        List<JsonNode> lines = json(make(1, 0, 0, 50_000));

        assertThat(lines)
                .allSatisfy(
                        line -> {
                            assertThat(line.get("time").asText())
                                    .isEqualTo("2026-10-19T12:00:00.000000Z");
                            assertThat(line.get("level").asText())
                                    .isIn("DEBUG", "INFO", "WARN", "ERROR");
                            assertThat(line.get("service").asText()).matches("[a-z]+");
                            assertThat(line.get("host").asText()).matches("[a-z]+-[1-3]");
                            assertThat(line.get("message").asText()).isNotBlank();
                            assertThat(line.get("request").asText()).matches("[0-9a-f]{8}");
                        });
    }

    @Test
    void lineTakesItsTimeFromTheClockWhenItIsMade() {
        long[] now = {NOON};
        GeneratedLines lines = new GeneratedLines(1, 0, () -> now[0]++, 0);

        List<String> made = make(lines, 3);

        assertThat(json(made))
                .extracting(line -> line.get("time").asText())
                .containsExactly(
                        "2026-10-19T12:00:00.000000Z",
                        "2026-10-19T12:00:00.000001Z",
                        "2026-10-19T12:00:00.000002Z");
    }

    @Test
    void sameSeedAndStreamGiveTheSameLines() {
        assertThat(make(7, 2, 0, 1_000)).isEqualTo(make(7, 2, 0, 1_000));
        assertThat(make(7, 2, 0, 1_000)).isNotEqualTo(make(7, 3, 0, 1_000));
        assertThat(make(7, 2, 0, 1_000)).isNotEqualTo(make(8, 2, 0, 1_000));
    }

    @Test
    void clockDoesNotChangeWhatTheLinesSay() {
        Function<String, String> withoutTime = line -> line.substring(line.indexOf("\",\""));
        long[] now = {NOON};

        List<String> other = make(new GeneratedLines(7, 2, () -> now[0] += 1_234_567, 0), 1_000);

        assertThat(other.stream().map(withoutTime))
                .isEqualTo(make(7, 2, 0, 1_000).stream().map(withoutTime).toList());
    }

    @Test
    void naturalLinesAreAbout164BytesLongAndWithinTheBound() {
        List<String> lines = make(3, 0, 0, 100_000);

        assertThat(lines.stream().mapToInt(GeneratedLinesTest::bytes).average().orElseThrow())
                .isCloseTo(164, within(3.0));
        assertThat(lines)
                .allSatisfy(
                        line ->
                                assertThat(bytes(line))
                                        .isBetween(100, GeneratedLines.NATURAL_BYTES_MAX));
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 151, 160, 200, 256, 1_000, 65_536})
    void askedLengthIsNeverExceededAndMissedByLessThanAField(int lineBytes) {
        int count = lineBytes > 10_000 ? 300 : 20_000;
        List<String> lines = make(3, 0, lineBytes, count);

        assertThat(json(lines)).hasSize(count);
        assertThat(lines)
                .allSatisfy(line -> assertThat(bytes(line)).isBetween(lineBytes - 35, lineBytes));
        assertThat(lines.stream().mapToInt(GeneratedLinesTest::bytes).average().orElseThrow())
                .isCloseTo(lineBytes, within(9.0));
    }

    @Test
    void refusesALengthNoLineCanHave() {
        assertThatThrownBy(() -> new GeneratedLines(1, 0, () -> NOON, 149))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line bytes: expected 150..65536, found 149");
        assertThatThrownBy(() -> new GeneratedLines(1, 0, () -> NOON, 65_537))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line bytes: expected 150..65536, found 65537");
    }

    @Test
    void levelsAreWeighted() {
        Map<String, Long> levels =
                json(make(5, 0, 0, 200_000)).stream()
                        .collect(
                                Collectors.groupingBy(
                                        line -> line.get("level").asText(), Collectors.counting()));

        assertThat(levels.get("INFO")).isBetween(110_000L, 160_000L);
        assertThat(levels.get("DEBUG")).isBetween(40_000L, 80_000L);
        assertThat(levels.get("WARN")).isBetween(2_000L, 12_000L);
        assertThat(levels.get("ERROR")).isBetween(300L, 4_000L);
    }

    @Test
    void requestPassesItsPartsInOrderAndTheGatewayNotesItsAnswerOnce() {
        Map<String, List<JsonNode>> requests =
                json(make(5, 0, 0, 50_000)).stream()
                        .collect(Collectors.groupingBy(line -> line.get("request").asText()));

        List<List<JsonNode>> checkouts =
                requests.values().stream()
                        .filter(r -> "/checkout".equals(last(r).path("path").asText()))
                        .filter(r -> last(r).get("status").asInt() == 200)
                        .filter(r -> r.size() == 7)
                        .toList();

        assertThat(checkouts).hasSizeGreaterThan(100);
        assertThat(checkouts)
                .allSatisfy(
                        r ->
                                assertThat(r)
                                        .extracting(line -> line.get("service").asText())
                                        .containsExactly(
                                                "gateway", "auth", "order", "payment", "db", "mail",
                                                "gateway"));
        assertThat(requests.values())
                .allSatisfy(
                        r ->
                                assertThat(r.stream().filter(line -> line.has("status")).count())
                                        .isLessThanOrEqualTo(1));
    }

    @Test
    void sessionBelongsToOneUserAndLastsSeveralRequests() {
        List<JsonNode> answers =
                json(make(5, 0, 0, 50_000)).stream().filter(line -> line.has("session")).toList();
        Map<String, Set<String>> users = new HashMap<>();
        for (JsonNode answer : answers) {
            users.computeIfAbsent(answer.get("session").asText(), s -> new HashSet<>())
                    .add(answer.get("user").asText());
        }

        assertThat(users.values()).allSatisfy(of -> assertThat(of).hasSize(1));
        assertThat((double) answers.size() / users.size()).isBetween(5.0, 15.0);
    }

    @Test
    void levelOfAnAnswerFollowsItsStatus() {
        List<JsonNode> answers =
                json(make(5, 0, 0, 200_000)).stream().filter(line -> line.has("status")).toList();

        assertThat(answers)
                .allSatisfy(
                        answer -> {
                            int status = answer.get("status").asInt();
                            assertThat(answer.get("level").asText())
                                    .isEqualTo(
                                            status >= 500
                                                    ? "ERROR"
                                                    : status >= 400 ? "WARN" : "INFO");
                        });
        assertThat(answers)
                .extracting(answer -> answer.get("status").asInt())
                .contains(200, 401, 409, 500, 503);
    }

    @Test
    void troubleComesInClusters() {
        List<JsonNode> lines = json(make(5, 0, 0, 200_000));
        int block = 500;
        int[] troubles = new int[lines.size() / block];
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).get("level").asText().matches("WARN|ERROR")) {
                troubles[i / block]++;
            }
        }
        double mean = java.util.Arrays.stream(troubles).average().orElseThrow();
        double variance =
                java.util.Arrays.stream(troubles)
                        .mapToDouble(n -> (n - mean) * (n - mean))
                        .average()
                        .orElseThrow();

        // Were they independent of each other, the variance would about equal the mean.
        assertThat(variance).isGreaterThan(5 * mean);
    }

    @Test
    void makingLinesLeavesNoGarbage() {
        GeneratedLines lines = new GeneratedLines(1, 0, () -> NOON, 0);
        byte[] target = new byte[lines.lineBytesMax()];
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        lines.put(target, 0);

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            lines.put(target, 0);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(100_000);
    }

    private static List<String> make(long seed, int stream, int lineBytes, int count) {
        return make(new GeneratedLines(seed, stream, () -> NOON, lineBytes), count);
    }

    private static List<String> make(GeneratedLines source, int count) {
        byte[] target = new byte[source.lineBytesMax() + 3];
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int end = source.put(target, 3);
            lines.add(new String(target, 3, end - 3, StandardCharsets.UTF_8));
        }
        return lines;
    }

    private static List<JsonNode> json(List<String> lines) {
        List<JsonNode> parsed = new ArrayList<>();
        for (String line : lines) {
            assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
            try {
                parsed.add(STRICT.readTree(line));
            } catch (JsonProcessingException e) {
                throw new AssertionError(line, e);
            }
        }
        return parsed;
    }

    private static JsonNode last(List<JsonNode> lines) {
        return lines.get(lines.size() - 1);
    }

    private static int bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length;
    }
}
