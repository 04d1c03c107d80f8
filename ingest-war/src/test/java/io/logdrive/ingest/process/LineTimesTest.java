package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineTimesTest {
    private static final String RECEIVED = "2026-11-22T12:30:00Z";

    private final LineBytes line = new LineBytes();

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "2026-11-21 08:10:38,123 ! 2026-11-21T08:10:38.123Z",
                "2026-11-21T08:10:38.123456789Z ! 2026-11-21T08:10:38.123456Z",
                "2026-11-21t08:10:38z ! 2026-11-21T08:10:38Z",
                "2026-11-21 08:10:38 +0100 ! 2026-11-21T07:10:38Z",
                "2026-11-21T08:10:38-03:30 ! 2026-11-21T11:40:38Z",
                "2026-11-21T08:10:38+02 ! 2026-11-21T06:10:38Z",
                "2026-11-21 08:10:38 CEST ! 2026-11-21T06:10:38Z",
                "2026-11-21 08:10:38 PST ! 2026-11-21T16:10:38Z",
                "2026-06-30T23:59:60Z ! 2026-06-30T23:59:59.999999Z",
                "2026/11/21 08:10:38.5 ! 2026-11-21T08:10:38.5Z",
                "26/11/21 08:10:38 ! 2026-11-21T08:10:38Z",
                "99/11/21 08:10:38 ! 1999-11-21T08:10:38Z",
                "21/Nov/2026:08:10:38 +0100 ! 2026-11-21T07:10:38Z",
                "21-Nov-2026 08:10:38.123 ! 2026-11-21T08:10:38.123Z",
                "21 Nov 2026 08:10:38,123 ! 2026-11-21T08:10:38.123Z",
                "Sat Nov 21 08:10:38.123456 2026 ! 2026-11-21T08:10:38.123456Z",
                "Sat Nov  1 08:10:38 CET 2026 ! 2026-11-01T07:10:38Z",
                "Nov 21, 2026 8:10:38 AM ! 2026-11-21T08:10:38Z",
                "Nov 21, 2026 12:10:38 PM ! 2026-11-21T12:10:38Z",
                "Nov  1 08:10:38.25 ! 2026-11-01T08:10:38.25Z",
                "Nov 1 2025 08:10:38 ! 2025-11-01T08:10:38Z",
                "Aug 24 05:34:00 EDT 1987 ! 1987-08-24T09:34:00Z",
                "08:10:38.123 ! 2026-11-22T08:10:38.123Z",
            })
    void readsTimesInTheirForms(String text, Instant expected) {
        assertThat(read(ZoneOffset.UTC, RECEIVED, text)).isEqualTo(expected);
    }

    @Test
    void readsTheTimesOfHadoop() {
        assertThat(readPart(ZoneOffset.UTC, RECEIVED, "081109 203615 148"))
                .isEqualTo("2008-11-09T20:36:15Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-02-29 08:10:38",
                "2026-11-21 24:00:00",
                "2026-11-21 08:60:00",
                "2026-11-21 08:10:61",
                "2026-11-21 08:10:38.1234567890",
                "2026-11/21 08:10:38",
                "2026-11-21_08:10:38",
                "1969-12-31 23:59:59",
                "2106-01-01 00:00:00",
                "Nov 31 08:10:38",
                "Nov 0 08:10:38",
                "Now 21 08:10:38",
                "Nov 21, 2026 13:10:38 PM",
                "Nov 21, 2026 8:10:38",
                "21/11/2026 08:10:38",
                "081109 203615",
                "Xyz Nov 21 08:10:38 2026"
            })
    void takesNothingElseForATime(String text) {
        assertThat(read(ZoneOffset.UTC, RECEIVED, text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Dec 31 23:59:59, 2026-01-01T00:00:05Z, 2025-12-31T23:59:59Z",
        "Jan  1 00:00:01, 2025-12-31T23:59:58Z, 2026-01-01T00:00:01Z",
        "Jul  1 00:00:00, 2026-12-20T00:00:00Z, 2026-07-01T00:00:00Z",
        "Jun  1 00:00:00, 2026-12-20T00:00:00Z, 2027-06-01T00:00:00Z",
        "Feb 29 12:00:00, 2026-11-22T00:00:00Z, 2028-02-29T12:00:00Z",
        "Feb 29 12:00:00, 2025-11-22T00:00:00Z, 2024-02-29T12:00:00Z",
        "Dec 31 00:00:00, 1970-01-02T00:00:00Z, 1970-12-31T00:00:00Z",
    })
    void takesTheYearThatIsNearestToTheReceipt(String text, String received, Instant expected) {
        assertThat(read(ZoneOffset.UTC, received, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "23:59:59.5, 2026-11-22T00:00:01Z, 2026-11-21T23:59:59.5Z",
        "00:00:01.0, 2026-11-22T23:59:59Z, 2026-11-23T00:00:01Z",
    })
    void takesTheDayThatIsNearestToTheReceipt(String text, String received, Instant expected) {
        assertThat(read(ZoneOffset.UTC, received, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21 08:10:38, 2026-11-21T07:10:38Z",
        "2026-07-21 08:10:38, 2026-07-21T06:10:38Z",
        "Jul 21 08:10:38, 2026-07-21T06:10:38Z",
        "2026-07-21 08:10:38Z, 2026-07-21T08:10:38Z",
        "2026-07-21 08:10:38 GMT, 2026-07-21T08:10:38Z",
    })
    void readsATimeWithoutAZoneInTheOneGiven(String text, Instant expected) {
        assertThat(read(ZoneId.of("Europe/Berlin"), RECEIVED, text)).isEqualTo(expected);
    }

    /** Null when there is no time, or more than one. */
    private @Nullable Instant read(ZoneId zone, String received, String text) {
        Instant time = readPart(zone, received, text);
        return line.end() == stop ? time : null;
    }

    private int stop;

    private @Nullable Instant readPart(ZoneId zone, String received, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        line.of(bytes, 0, bytes.length);
        LineTimes times = new LineTimes(zone, 0);
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(received));
        boolean found = times.read(line, 0, micros);
        stop = times.stop();
        return found ? Instant.EPOCH.plus(times.micros(), ChronoUnit.MICROS) : null;
    }
}
