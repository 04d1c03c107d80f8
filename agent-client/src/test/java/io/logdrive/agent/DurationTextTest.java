package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Confined to the test's thread. */
class DurationTextTest {
    private final DurationText converter = new DurationText();

    @ParameterizedTest
    @CsvSource({
        "60, PT60S",
        "60s, PT60S",
        "2m, PT2M",
        "1h, PT1H",
        "500ms, PT0.5S",
        "PT60S, PT60S",
        "pt1m30s, PT90S",
        "P1D, PT24H"
    })
    void readsWhatPeopleWrite(String text, Duration duration) {
        assertThat(converter.convert(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "1.5", "-1", "60 s", "2d", "1e3", "PT", "sixty"})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("expected 60, 60s, 2m, 1h, 500ms or PT60S, found " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "PT-5S", "8761h", "999999999999h"})
    void refusesATimeOutsideItsBounds(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("expected 1ms..365 days, found " + text);
    }

    @Test
    void writesSecondsAndMillisecondsOnlyWhereThereAreAny() {
        assertThat(DurationText.of(Duration.ofMinutes(60))).isEqualTo("3,600 s");
        assertThat(DurationText.of(Duration.ofMillis(1_500))).isEqualTo("1.500 s");
    }
}
