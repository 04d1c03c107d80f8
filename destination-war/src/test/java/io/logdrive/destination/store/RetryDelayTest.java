package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryDelayTest {
    @Test
    void doublesFromAFifthOfASecondUpToThirtySeconds() {
        assertThat(delay(1, 1)).isEqualTo(Duration.ofMillis(200));
        assertThat(delay(2, 1)).isEqualTo(Duration.ofMillis(400));
        assertThat(delay(5, 1)).isEqualTo(Duration.ofMillis(3_200));
        assertThat(delay(9, 1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(delay(Integer.MAX_VALUE, 1)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void isShortenedByUpToHalfButNeverBelowTheFirstDelay() {
        assertThat(delay(1, 0)).isEqualTo(Duration.ofMillis(200));
        assertThat(delay(5, 0)).isEqualTo(Duration.ofMillis(1_600));
        assertThat(delay(5, 0.5)).isEqualTo(Duration.ofMillis(2_400));
        assertThat(delay(100, 0)).isEqualTo(Duration.ofSeconds(15));
    }

    private static Duration delay(int failures, double random) {
        return Duration.ofNanos(RetryDelay.nanos(failures, random));
    }
}
