package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepsTest {
    private static final long SECOND = 1_000_000;

    @ParameterizedTest
    @CsvSource({
        "UTC, 300, 2026-10-19T12:04:59.999999Z, 2026-10-19T12:00:00Z, 2026-10-19T12:05:00Z",
        "UTC, 86400, 2026-10-19T12:04:59Z, 2026-10-19T00:00:00Z, 2026-10-20T00:00:00Z",
        "Asia/Kolkata, 3600, 2026-10-19T12:04:59Z, 2026-10-19T11:30:00Z, 2026-10-19T12:30:00Z",
        // 25 and 23 hours.
        "Europe/Berlin, 86400, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "Europe/Berlin, 86400, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        // The last step of a day of 25 hours is the hour that is left.
        "Europe/Berlin, 21600, 2026-10-25T22:30:00Z, 2026-10-25T22:00:00Z, 2026-10-25T23:00:00Z",
        // Weeks begin on Mondays.
        "UTC, 604800, 2026-10-25T23:59:59Z, 2026-10-19T00:00:00Z, 2026-10-26T00:00:00Z",
        "UTC, 60, 1969-12-31T23:59:30Z, 1969-12-31T23:59:00Z, 1970-01-01T00:00:00Z",
    })
    void beginsAndEndsWhereAClockOfTheZoneSays(
            String zone, long seconds, Instant time, Instant start, Instant end) {
        Steps steps = new Steps(seconds * SECOND, ZoneId.of(zone));

        assertThat(steps.start(Instants.micros(time))).isEqualTo(Instants.micros(start));
        assertThat(steps.end(Instants.micros(start))).isEqualTo(Instants.micros(end));
    }

    @Test
    void coversEveryMomentOnceByEdgesOfTheCommonLength() {
        Random random = new Random(5);
        long[] lengths = {1, 10, 300, 900, 3_600, 10_800, 86_400, 3 * 86_400, 604_800};
        String[] zones = {"UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "+01:00"};
        for (int i = 0; i < 3_000; i++) {
            Steps steps =
                    new Steps(
                            lengths[random.nextInt(lengths.length)] * SECOND,
                            ZoneId.of(zones[random.nextInt(zones.length)]));
            long time = 1_770_000_000_000_000L + (long) (random.nextDouble() * 3e13);

            long start = steps.start(time);
            long end = steps.end(start);

            assertThat(time).as("%s", steps).isBetween(start, end - 1);
            assertThat(steps.start(end)).as("%s", steps).isEqualTo(end);
            assertThat(steps.start(end - 1)).as("%s", steps).isEqualTo(start);
            assertThat(Math.floorMod(start, steps.common(start, end))).as("%s", steps).isZero();
        }
    }

    @Test
    void needsAWholeNumberOfStepsInADayOrDaysInAStep() {
        assertThat(Steps.isPossible(SECOND)).isTrue();
        assertThat(Steps.isPossible(7 * 86_400 * SECOND)).isTrue();
        assertThat(Steps.isPossible(0)).isFalse();
        assertThat(Steps.isPossible(7 * 3_600 * SECOND)).isFalse();
        assertThat(Steps.isPossible(SECOND / 2)).isFalse();
        assertThat(Steps.isPossible(36 * 3_600 * SECOND)).isFalse();
    }
}
