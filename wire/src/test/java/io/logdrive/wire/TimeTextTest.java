package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link TimeText} against java.time. */
class TimeTextTest {
    @Test
    void agreesWithJavaTimeOnAnyInstantAndOffset() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long micros = random.nextLong(TimeText.MICROS_END);
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2_159) - 1_079));
            Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
            OffsetDateTime time = instant.atOffset(offset);
            String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);

            assertThat(TimeText.parseMicros(text)).as("%s, seed %d", text, seed).isEqualTo(micros);
        }
    }

    @Test
    void everyDayOfTheRangeIsKnown() {
        for (LocalDate day = LocalDate.EPOCH; day.getYear() < 2106; day = day.plusDays(1)) {
            long seconds = day.toEpochSecond(LocalTime.MIDNIGHT, ZoneOffset.UTC);

            assertThat(TimeText.parseMicros(day + "T00:00:00Z")).isEqualTo(seconds * 1_000_000);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-10-19T12:00:01Z          | 1792411201000000",
                "2026-10-19 12:00:01           | 1792411201000000",
                "2026-10-19t12:00:01z          | 1792411201000000",
                "2026-10-19T12:00:01.5Z        | 1792411201500000",
                "2026-10-19T12:00:01,5         | 1792411201500000",
                "2026-10-19 12:00:01,123       | 1792411201123000",
                "2026-10-19T12:00:01.123456789Z| 1792411201123456",
                "2026-10-19T12:00:01.000000999Z| 1792411201000000",
                "2026-10-19T14:00:01+02:00     | 1792411201000000",
                "2026-10-19T14:00:01+0200      | 1792411201000000",
                "2026-10-19T14:00:01+02        | 1792411201000000",
                "2026-10-19 14:00:01.25 +0200  | 1792411201250000",
                "2026-10-19T06:30:01-05:30     | 1792411201000000",
                "2026-12-31T23:59:60Z          | 1798761599999999",
                "2026-12-31T23:59:60.5Z        | 1798761599999999",
                "1969-12-31T23:00:00-01:00     | 0",
                "1970-01-01T00:00:00Z          | 0",
                "2105-12-31T23:59:59.999999Z   | 4291747199999999",
                "2106-01-01T00:59:59+01:00     | 4291747199000000",
                "0                             | 0",
                "1792411201                    | 1792411201000000",
                "1792411201.123456789          | 1792411201123456",
                "1792411201,5                  | 1792411201500000",
                "1792411201123                 | 1792411201123000",
                "1792411201123.4567            | 1792411201123456",
                "1792411201123456              | 1792411201123456",
                "1792411201123456789           | 1792411201123456",
            })
    void theseAreTimes(String text, long micros) {
        assertThat(TimeText.parseMicros(text)).isEqualTo(micros);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-1",
                "1.",
                ".5",
                "1e9",
                "+5",
                " 1792411201",
                "1792411201 ",
                "99999999999999999999",
                "9999999999999999999",
                "4291747200",
                "4294967296",
                "1234567890.1234567890",
                "2026-10-19",
                "2026-10-19T12:00",
                "2026-10-19T12:00:0",
                "2026-10-19T12:00:01.",
                "2026-10-19T12:00:01.1234567890Z",
                "2026-10-19T12:00:01X",
                "2026-10-19T12:00:01Z ",
                "2026-10-19T12:00:01+",
                "2026-10-19T12:00:01+2",
                "2026-10-19T12:00:01+02:0",
                "2026-10-19T12:00:01+02:60",
                "2026-10-19T12:00:01+24:00",
                "2026-10-19T12:00:01+02-0",
                "2026-10-19T12:00:01 ",
                "2026-10-19_12:00:01",
                "2026/10/19 12:00:01",
                "2026-00-19T12:00:01Z",
                "2026-13-19T12:00:01Z",
                "2026-10-00T12:00:01Z",
                "2026-10-32T12:00:01Z",
                "2026-04-31T12:00:01Z",
                "2026-02-29T12:00:01Z",
                "2100-02-29T12:00:01Z",
                "2026-10-19T24:00:00Z",
                "2026-10-19T12:60:01Z",
                "2026-10-19T12:00:61Z",
                "2026-1a-19T12:00:01Z",
                "2026-10-19T12-00:01Z",
                "1969-12-31T23:59:59Z",
                "2106-01-01T00:00:00Z",
                "1970-01-01T00:00:00+00:01",
                "2105-12-31T23:59:59-00:01",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z"
            })
    void theseAreNone(String text) {
        assertThat(TimeText.parseMicros(text)).isEqualTo(TimeText.NO_TIME);
    }

    @Test
    void arbitraryTextNeverThrows() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        String alphabet = "0123456789-:.,TZ+ ";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder("2026-10-19T12:00:01.123+02:00");
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
            }
            text.setLength(random.nextInt(text.length() + 1));

            long micros = TimeText.parseMicros(text);

            assertThat(micros == TimeText.NO_TIME || (micros >= 0 && micros < TimeText.MICROS_END))
                    .as("%s, seed %d", text, seed)
                    .isTrue();
        }
    }

    @Test
    void digitsTellTheUnitOfANumber() {
        assertThat(TimeText.ofEpoch(9_999_999_999L)).isEqualTo(TimeText.NO_TIME);
        assertThat(TimeText.ofEpoch(10_000_000_000L)).isEqualTo(10_000_000_000_000L);
        assertThat(TimeText.ofEpoch(4_291_747_199L)).isEqualTo(4_291_747_199_000_000L);
        assertThat(TimeText.ofEpoch(4_291_747_199_999L)).isEqualTo(4_291_747_199_999_000L);
        assertThat(TimeText.ofEpoch(4_291_747_199_999_999L)).isEqualTo(4_291_747_199_999_999L);
        assertThat(TimeText.ofEpoch(4_291_747_199_999_999_999L)).isEqualTo(4_291_747_199_999_999L);
        assertThat(TimeText.ofEpoch(4_291_747_200_000_000_000L)).isEqualTo(TimeText.NO_TIME);
        assertThat(TimeText.ofEpoch(-1L)).isEqualTo(TimeText.NO_TIME);
        assertThat(TimeText.ofEpoch(Long.MAX_VALUE)).isEqualTo(TimeText.NO_TIME);
    }

    @Test
    void decimalsOfANumberAreOfItsUnit() {
        assertThat(TimeText.ofEpoch(1_792_411_201.25)).isEqualTo(1_792_411_201_250_000L);
        assertThat(TimeText.ofEpoch(1_792_411_201_123.5)).isEqualTo(1_792_411_201_123_500L);
        assertThat(TimeText.ofEpoch(1.792411201123456e15)).isEqualTo(1_792_411_201_123_456L);
        assertThat(TimeText.ofEpoch(1.792411201123456e18)).isEqualTo(1_792_411_201_123_456L);
        for (double none : new double[] {Double.NaN, -0.1, 1 / 0.0, 5e9, 1e19, 1e300}) {
            assertThat(TimeText.ofEpoch(none)).isEqualTo(TimeText.NO_TIME);
        }
    }
}
