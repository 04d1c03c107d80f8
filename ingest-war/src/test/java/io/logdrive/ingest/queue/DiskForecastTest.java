package io.logdrive.ingest.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiskForecastTest {
    private final DiskForecast forecast = new DiskForecast();
    private int second;

    @Test
    void saysWhenTheReserveIsReachedAtTheGrowthOfTheLastMinute() {
        grow(100, 1_000);
        assertThat(left(60_000, 10_000)).isEqualTo(50.0);
        grow(60, 500);
        assertThat(left(60_000, 10_000)).isEqualTo(100.0);
        assertThat(left(10_000, 10_000)).isZero();
        assertThat(left(4_000, 10_000)).isZero();
    }

    @Test
    void saysNothingOfAQueueThatDoesNotGrow() {
        assertThat(left(60_000, 10_000)).isNull();
        forecast.look(5_000, 0);
        assertThat(left(60_000, 10_000)).isNull();
        grow(10, 0);
        assertThat(left(60_000, 10_000)).isNull();
        grow(60, -50);
        assertThat(left(60_000, 10_000)).isNull();
    }

    @Test
    void saysNothingOfADiskThatLastsForLongOrIsElsewhere() {
        grow(60, 1);

        assertThat(left(1L << 40, 10_000)).isNull();
        assertThat(left(0, 0)).isNull();
    }

    private long bytes;

    private void grow(int seconds, long bytesEach) {
        for (int i = 0; i < seconds; i++) {
            forecast.look(bytes, TimeUnit.SECONDS.toNanos(second++));
            bytes += bytesEach;
        }
        forecast.look(bytes, TimeUnit.SECONDS.toNanos(second++));
        bytes += bytesEach;
    }

    private @Nullable Double left(long free, long reserve) {
        return forecast.secondsLeft(
                new GuardStatus(GuardState.ACCEPTING, "", free, reserve, List.of()));
    }
}
