package io.logdrive.agent.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.agent.generate.Timestamp.Style;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class TimestampTest {
    private final Timestamp timestamp = new Timestamp(Style.ISO);

    @Test
    void writesMicrosecondsInUtcWithAllDigits() {
        assertThat(text(0)).isEqualTo("1970-01-01T00:00:00.000000Z");
        assertThat(text(1)).isEqualTo("1970-01-01T00:00:00.000001Z");
        assertThat(text(1_792_411_201_123_456L)).isEqualTo("2026-10-19T12:00:01.123456Z");
        assertThat(text(1_792_411_201_999_999L)).isEqualTo("2026-10-19T12:00:01.999999Z");
        assertThat(text(-1)).isEqualTo("1969-12-31T23:59:59.999999Z");
    }

    @Test
    void isTheTimeThatWasGivenForwardsAndBackwards() {
        SplittableRandom random = new SplittableRandom(7);
        long micros = 1_792_411_201_123_456L;

        for (int i = 0; i < 10_000; i++) {
            micros += random.nextLong(-3_000_000, 3_000_000);

            Instant read = Instant.parse(text(micros));

            assertThat(read.getEpochSecond() * 1_000_000 + read.getNano() / 1_000)
                    .isEqualTo(micros);
        }
    }

    @Test
    void writesMillisecondsBehindACommaAndNothingOfTheRest() {
        Timestamp comma = new Timestamp(Style.COMMA);

        assertThat(text(comma, 1_792_411_201_123_999L)).isEqualTo("2026-10-19 12:00:01,123");
        assertThat(text(comma, 1_792_411_201_003_000L)).isEqualTo("2026-10-19 12:00:01,003");
        assertThat(text(comma, 1_792_411_201_000_999L)).isEqualTo("2026-10-19 12:00:01,000");
        assertThat(text(comma, -1)).isEqualTo("1969-12-31 23:59:59,999");
    }

    @Test
    void writesMonthsAsApacheDoesWhateverTheLocale() {
        Timestamp apache = new Timestamp(Style.APACHE);

        assertThat(text(apache, 1_792_411_201_999_999L)).isEqualTo("19/Oct/2026:12:00:01 +0000");
        assertThat(text(apache, 1_788_220_800_000_000L)).isEqualTo("01/Sep/2026:00:00:00 +0000");
    }

    private String text(long micros) {
        return text(timestamp, micros);
    }

    private static String text(Timestamp written, long micros) {
        byte[] target = new byte[50];
        int end = written.put(micros, target, 1);
        return new String(target, 1, end - 1, StandardCharsets.US_ASCII);
    }
}
