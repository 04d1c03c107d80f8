package io.logdrive.destination.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTimeTest {
    private static final Instant NOW = Instant.parse("2026-10-19T12:00:00.123456Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2026-10-19T12:00:00Z, 2026-10-19T12:00:00Z",
        "2026-10-19T12:00Z, 2026-10-19T12:00:00Z",
        "2026-10-19T12:00:00.5+02:00, 2026-10-19T10:00:00.5Z",
        "2026-10-19T12:00:00 02:00, 2026-10-19T10:00:00Z",
        "2026-10-19 12:00:00-05:00, 2026-10-19T17:00:00Z",
        "2026-10-19 12:00:00+05:00, 2026-10-19T07:00:00Z",
        "2026-10-19T12:00:00.123456789Z, 2026-10-19T12:00:00.123456Z",
        "1969-12-31T23:59:59Z, 1969-12-31T23:59:59Z",
        "0, 1970-01-01T00:00:00Z",
        "1792411200, 2026-10-19T12:00:00Z",
        "1792411200.25, 2026-10-19T12:00:00.25Z",
        "1792411200123, 2026-10-19T12:00:00.123Z",
        "1792411200123456, 2026-10-19T12:00:00.123456Z",
        "1792411200123456789, 2026-10-19T12:00:00.123456Z",
        "now, 2026-10-19T12:00:00.123456Z",
        "NOW, 2026-10-19T12:00:00.123456Z",
        "now-1h, 2026-10-19T11:00:00.123456Z",
        "now+1h, 2026-10-19T13:00:00.123456Z",
        "now 1h, 2026-10-19T13:00:00.123456Z",
        "-15m, 2026-10-19T11:45:00.123456Z",
        "-1h30m, 2026-10-19T10:30:00.123456Z",
        "-7d, 2026-10-12T12:00:00.123456Z",
    })
    void readsEveryForm(String text, Instant expected) {
        QueryTime times = new QueryTime(NOW, ZoneId.of("UTC"));

        assertThat(times.micros("start", text)).isEqualTo(QueryTime.micros(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-19, 2026-10-18T22:00:00Z",
        "2026-10-19T12:00:00, 2026-10-19T10:00:00Z",
        "2026-10-19 12:00, 2026-10-19T10:00:00Z",
        "today, 2026-10-18T22:00:00Z",
        "yesterday, 2026-10-17T22:00:00Z",
        "2026-10-25, 2026-10-24T22:00:00Z",
        "2026-10-26, 2026-10-25T23:00:00Z",
        // The hour that does not exist in spring, and the one that exists twice in autumn.
        "2026-03-29T02:30:00, 2026-03-29T01:30:00Z",
        "2026-10-25T02:30:00, 2026-10-25T00:30:00Z",
    })
    void takesDatesAndTimesWithoutOffsetInTheZone(String text, Instant expected) {
        QueryTime times = new QueryTime(NOW, BERLIN);

        assertThat(times.micros("start", text)).isEqualTo(QueryTime.micros(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "2026-13-01",
                "2026-02-30",
                "2026-10-19T25:00:00Z",
                "tomorrow",
                "-",
                "now-",
                "-5",
                "-5x",
                "99999999999999999999",
                "-9999999999999d",
                "1.2.3",
                "+999999999-01-01"
            })
    void refusesWhatIsNoTime(String text) {
        QueryTime times = new QueryTime(NOW, BERLIN);

        assertThatThrownBy(() -> times.micros("start", text))
                .isInstanceOf(QueryProblem.class)
                .hasMessage(
                        "start: expected a time (2026-10-19T12:00:00Z, 2026-10-19, epoch digits,"
                                + " -15m, now-1h, now, today or yesterday), found \""
                                + text
                                + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "15m, PT15M",
        "2h, PT2H",
        "7d, PT168H",
        "1w, PT168H",
        "1h30m, PT1H30M",
        "500ms, PT0.5S",
        "1m500ms, PT1M0.5S"
    })
    void readsDurations(String text, Duration expected) {
        assertThat(QueryTime.duration("since", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "h", "1h 30m", "-1h", "1y", "1.5h", "1hx", "99999999999s"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> QueryTime.duration("since", text))
                .isInstanceOf(QueryProblem.class)
                .hasMessage(
                        "since: expected a duration as 30s, 15m, 1h30m or 7d, found \""
                                + text
                                + '"');
    }

    @Test
    void refusesADurationThatReachesBeyondTime() {
        assertThatThrownBy(() -> QueryTime.before(0, "since", "999999999w"))
                .isInstanceOf(QueryProblem.class)
                .hasMessage("since: expected a duration of less, found \"999999999w\"");
    }
}
