package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class BackOffTest {
    private static final long MILLI = 1_000_000L;
    private static final double ALMOST_ONE = Math.nextDown(1.0);

    @Test
    void ceilingDoublesFromAHundredMillisecondsUpToFiveSeconds() {
        long[] millis =
                IntStream.range(0, 9)
                        .mapToLong(attempt -> BackOff.DEFAULT.ceilingNanos(attempt) / MILLI)
                        .toArray();

        assertThat(millis).containsExactly(100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000);
        assertThat(BackOff.DEFAULT.ceilingNanos(Integer.MAX_VALUE)).isEqualTo(5_000 * MILLI);
    }

    @Test
    void delayIsAnythingFromNothingToTheCeiling() {
        assertThat(BackOff.DEFAULT.delayNanos(3, 0)).isZero();
        assertThat(BackOff.DEFAULT.delayNanos(3, 0.25)).isEqualTo(200 * MILLI);
        assertThat(BackOff.DEFAULT.delayNanos(3, ALMOST_ONE)).isBetween(799 * MILLI, 800 * MILLI);
    }

    @Test
    void onlyAConnectionThatLastedStartsAnew() {
        assertThat(BackOff.DEFAULT.attemptAfter(4, 4_999 * MILLI)).isEqualTo(4);
        assertThat(BackOff.DEFAULT.attemptAfter(4, 5_000 * MILLI)).isZero();
    }
}
