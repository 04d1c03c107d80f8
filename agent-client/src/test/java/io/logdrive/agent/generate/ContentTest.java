package io.logdrive.agent.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Levels, services and fields of one's own. Confined to the test's thread. */
class ContentTest {
    private static final int COUNT = 100_000;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACCESS")
    void levelsComeAsOftenAsTheirWeightsSay(LineFormat format) {
        Weighted<Severity> levels = Made.weighted("INFO", 80, "WARN", 15, "ERROR", 5);

        Map<String, Double> shares =
                shares(format, new Content(format, levels, null, Map.of()), "level");

        assertThat(shares).containsOnlyKeys("INFO", "WARN", "ERROR");
        assertThat(shares.get("INFO")).isCloseTo(0.80, within(0.01));
        assertThat(shares.get("WARN")).isCloseTo(0.15, within(0.01));
        assertThat(shares.get("ERROR")).isCloseTo(0.05, within(0.01));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACCESS")
    void servicesComeAsOftenAsTheirWeightsSay(LineFormat format) {
        Weighted<String> services = new Weighted<>(Map.of("orders", 3, "payments", 1));

        Map<String, Double> shares =
                shares(format, new Content(format, null, services, Map.of()), "service");

        assertThat(shares).containsOnlyKeys("orders", "payments");
        assertThat(shares.get("orders")).isCloseTo(0.75, within(0.01));
    }

    @Test
    void serviceHasHostsOfItsOwnAndTheLevelsOfTheShop() {
        Weighted<String> services = new Weighted<>(Map.of("orders", 1));
        Content content = new Content(LineFormat.JSON, null, services, Map.of());

        assertThat(shares(LineFormat.JSON, content, "host"))
                .containsOnlyKeys("orders-1", "orders-2", "orders-3");
        assertThat(shares(LineFormat.JSON, content, "level"))
                .containsOnlyKeys("DEBUG", "INFO", "WARN", "ERROR");
    }

    @Test
    void messageAndStatusFitTheLevelThatWasDrawn() {
        Weighted<Severity> levels = Made.weighted("INFO", 1, "WARN", 1, "FATAL", 1);
        Content content = new Content(LineFormat.JSON, levels, null, Map.of());

        for (String line : Made.lines(Made.source(content, 3, 0), 20_000)) {
            Map<String, String> read = Parsed.line(LineFormat.JSON, line);
            String message = read.get("message");
            String level = read.get("level") + "";
            if (read.containsKey("status")) {
                String first = level.equals("INFO") ? "2" : level.equals("WARN") ? "4" : "5";
                assertThat(read.get("status")).startsWith(first);
                assertThat(message).endsWith(" " + read.get("status"));
            } else if (level.equals("INFO")) {
                assertThat(message).doesNotStartWith("slow").doesNotStartWith("trying");
            } else if (level.equals("FATAL")) {
                assertThat(message).isIn(failures());
            }
        }
    }

    private static List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (Part part : Part.values()) {
            LineBytes line = new LineBytes(new Timestamp(Timestamp.Style.ISO));
            byte[] target = new byte[100];
            line.begin(target, 0, 0);
            part.failed.put(line, Escaping.NONE, 0);
            failures.add(new String(target, 0, line.at(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return failures;
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "LOGFMT", "SYSLOG"})
    void fieldsStandInEachLineByTheirNames(LineFormat format) {
        Content content = new Content(format, null, null, Made.FIELDS);

        for (int lineBytes : new int[] {0, content.lineBytesMin()}) {
            for (String line : Made.lines(Made.source(content, 3, lineBytes), 2_000)) {
                assertThat(Parsed.line(format, line)).containsAllEntriesOf(Made.FIELDS);
            }
        }
    }

    @Test
    void fieldsAreTheLastColumnsOfCsvInTheirOrder() {
        Content content = new Content(LineFormat.CSV, null, null, Made.FIELDS);

        for (int lineBytes : new int[] {0, content.lineBytesMin()}) {
            for (String line : Made.lines(Made.source(content, 3, lineBytes), 2_000)) {
                Map<String, String> read = Parsed.line(LineFormat.CSV, line);

                assertThat(read)
                        .containsEntry("#12", "prod")
                        .containsEntry("#13", Made.FIELDS.get("note"))
                        .containsEntry("#14", "")
                        .containsEntry("#15", "c:\\d")
                        .doesNotContainKey("#16");
            }
        }
    }

    @Test
    void fieldsStandAtTheEndOfAText() {
        Content content = new Content(LineFormat.TEXT, null, null, Made.FIELDS);

        for (int lineBytes : new int[] {0, 300}) {
            assertThat(Made.lines(Made.source(content, 3, lineBytes), 2_000))
                    .allMatch(
                            line ->
                                    line.endsWith(
                                            " env=prod note=\"a \\\"b\\\", c\\\\d] = é\""
                                                    + " empty=\"\" dir=c:\\d\n"));
        }
    }

    @Test
    void refusesALengthThatFieldsHaveNoRoomIn() {
        Content content = new Content(LineFormat.JSON, null, null, Map.of("k", "x".repeat(100)));
        int least = content.lineBytesMin();

        assertThat(Made.lines(Made.source(content, 1, least), 1_000)).hasSize(1_000);
        assertThatThrownBy(() -> Made.source(content, 1, least - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line bytes: expected 253..65536, found 252");
    }

    @Test
    void weightsAreRefusedOutsideTheirBounds() {
        Map<String, Integer> many = new LinkedHashMap<>();
        for (int i = 0; i <= Weighted.VALUES_MAX; i++) {
            many.put("s" + i, 1);
        }

        assertThatThrownBy(() -> new Weighted<>(Map.of("a", 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight of a: expected 1..1000000, found 0");
        assertThatThrownBy(() -> new Weighted<>(Map.of("a", 1_000_001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight of a: expected 1..1000000, found 1000001");
        assertThatThrownBy(() -> new Weighted<>(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights: expected 1..100, found 0");
        assertThatThrownBy(() -> new Weighted<>(many))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights: expected 1..100, found 101");
    }

    private static Map<String, Double> shares(LineFormat format, Content content, String name) {
        return Made.lines(Made.source(content, 5, 0), COUNT).stream()
                .map(line -> Parsed.line(format, line).get(name))
                .collect(
                        Collectors.groupingBy(
                                value -> value,
                                Collectors.collectingAndThen(
                                        Collectors.counting(), n -> n / (double) COUNT)));
    }
}
