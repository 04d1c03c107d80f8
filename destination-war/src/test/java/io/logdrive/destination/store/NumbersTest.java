package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    @Test
    void knowsQuantilesToOnePercent() {
        Numbers numbers = new Numbers();
        for (int i = -1_000; i <= 9_000; i++) {
            numbers.add(i / 10.0);
        }

        assertThat(numbers.count()).isEqualTo(10_001);
        assertThat(numbers.min()).isEqualTo(-100);
        assertThat(numbers.max()).isEqualTo(900);
        assertThat(numbers.quantile(0.5)).isCloseTo(400, within(8.0));
        assertThat(numbers.quantile(0.95)).isCloseTo(850, within(17.0));
        assertThat(numbers.quantile(0.05)).isCloseTo(-50, within(1.5));
        assertThat(numbers.quantile(0)).isBetween(-100.0, -98.0);
        assertThat(numbers.quantile(1)).isBetween(890.0, 900.0);
    }

    @Test
    void needsLittleMemoryForNumbersOfAllSizes() {
        Numbers numbers = new Numbers();
        for (int exponent = -300; exponent < 300; exponent++) {
            for (int digit = 1; digit < 40; digit++) {
                numbers.add(digit * Math.pow(10, exponent));
            }
        }

        assertThat(numbers.quantile(0.99) / 1e294).isBetween(0.1, 100.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "+5", "12.50", "1e3", "1E-03", "007"})
    void takesNumbers(String text) {
        assertThat(NumberText.parse(text)).isEqualTo(new BigDecimal(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "5.",
                ".5",
                "1e",
                "1e9999",
                "0x1F",
                "1 ",
                "NaN",
                "1_000",
                "٣",
                "11111111111111111111111111111111111111111"
            })
    void takesOthersForTexts(String text) {
        assertThat(NumberText.parse(text)).isNull();
    }

    @Test
    void readsFieldsByTheirNames() {
        String json =
                "{\"a\":{\"b\":1,\"c\":[2,{\"d\":\"x\"}]},\"a.b\":true,\"n\":null,\"s\":\"\\u0041\"}";

        assertThat(new FieldTexts(List.of("a.b", "a", "a.c.d", "n", "s")).read(json))
                .isEqualTo(
                        Map.of(
                                "a.b", List.of("1", "true"),
                                "a", List.of(),
                                "a.c.d", List.of("x"),
                                "s", List.of("A")));
        assertThat(FieldTexts.ofAll().read(json)).containsOnlyKeys("a.b", "a.c", "a.c.d", "s");
        assertThat(new FieldTexts(List.of("a")).read("{\"a\":1,")).containsKey("a");
        assertThat(new FieldTexts(List.of("a")).read(null)).isEmpty();
    }
}
