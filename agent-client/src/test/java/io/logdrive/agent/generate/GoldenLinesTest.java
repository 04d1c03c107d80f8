package io.logdrive.agent.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines to the byte: a seed is a promise that they come again. Confined to the test's thread. */
class GoldenLinesTest {
    /** The sums are those of the first version that had JSON alone. */
    @ParameterizedTest
    @CsvSource({"0, 907c0001", "150, 942ee913", "333, 99cd3d69"})
    void jsonIsWhatItWasBeforeThereWereOtherFormats(int lineBytes, String sum) {
        GeneratedLines source = new GeneratedLines(7, 2, () -> Made.NOON, lineBytes);
        CRC32 crc = new CRC32();

        for (String line : Made.lines(source, 50_000)) {
            crc.update(line.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(Long.toHexString(crc.getValue())).isEqualTo(sum);
    }

    @ParameterizedTest
    @EnumSource
    void eachFormatHasItsLines(LineFormat format) throws IOException {
        String name = "golden-" + format.name().toLowerCase(Locale.ROOT) + ".txt";
        try (InputStream golden = GoldenLinesTest.class.getResourceAsStream(name)) {
            String text =
                    new String(
                            Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);

            assertThat(lines(format)).isEqualTo(text.lines().toList());
        }
    }

    /** Two as they come, two with levels, services and a field, two of 180 bytes. */
    static List<String> lines(LineFormat format) {
        Content mixed = format.hasFields() ? mixed(format) : Made.plain(format);
        return List.of(
                line(Made.plain(format), 0, 0),
                line(Made.plain(format), 0, 1),
                line(mixed, 0, 0),
                line(mixed, 0, 1),
                line(mixed, 180, 2),
                line(mixed, 180, 3));
    }

    private static Content mixed(LineFormat format) {
        Map<String, Integer> services = new LinkedHashMap<>();
        services.put("orders", 3);
        services.put("pay", 1);
        return new Content(
                format,
                Made.weighted("INFO", 1, "WARN", 1, "ERROR", 1),
                new Weighted<>(services),
                Map.of("env", "a \"b\""));
    }

    private static String line(Content content, int lineBytes, int number) {
        List<String> lines = Made.lines(Made.source(content, 21, lineBytes), number + 1);
        return lines.get(number).stripTrailing();
    }
}
