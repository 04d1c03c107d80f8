package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class AckTimesTest {
    private static final long MILLI = 1_000_000L;

    private final AckTimes times = new AckTimes();

    @Test
    void nothingAcknowledgedHasNoPercentiles() {
        assertThat(times.percentiles()).isNull();
    }

    @Test
    void eachLineOfAChunkCounts() {
        times.acknowledged(899, 2 * MILLI);
        times.acknowledged(91, 30 * MILLI);
        times.acknowledged(9, 400 * MILLI);
        times.acknowledged(1, 5_000 * MILLI);

        AckPercentiles percentiles = percentiles();

        assertThat(percentiles.p50Micros()).isCloseTo(2_000, Percentage.withPercentage(0.1));
        assertThat(percentiles.p90Micros()).isCloseTo(30_000, Percentage.withPercentage(0.1));
        assertThat(percentiles.p99Micros()).isCloseTo(30_000, Percentage.withPercentage(0.1));
        assertThat(percentiles.p999Micros()).isCloseTo(400_000, Percentage.withPercentage(0.1));
        assertThat(percentiles.maxMicros()).isCloseTo(5_000_000, Percentage.withPercentage(0.1));
    }

    @Test
    void percentilesAreThoseOfTheSortedTimes() {
        SplittableRandom random = new SplittableRandom(9);
        long[] micros = random.longs(100_000, 1, 3_000_000).toArray();
        for (long each : micros) {
            times.acknowledged(1, each * 1_000);
        }
        java.util.Arrays.sort(micros);

        AckPercentiles percentiles = percentiles();

        assertThat(percentiles.p50Micros())
                .isCloseTo(micros[49_999], Percentage.withPercentage(0.2));
        assertThat(percentiles.p99Micros())
                .isCloseTo(micros[98_999], Percentage.withPercentage(0.2));
        assertThat(percentiles.p999Micros())
                .isCloseTo(micros[99_899], Percentage.withPercentage(0.2));
    }

    @Test
    void whatTookLongerThanTheTableCountsAsItsEnd() {
        times.acknowledged(1, Long.MAX_VALUE);
        times.acknowledged(1, -1);

        assertThat(percentiles().p50Micros()).isZero();
        assertThat(percentiles().maxMicros())
                .isCloseTo(30L * 86_400 * 1_000_000, Percentage.withPercentage(0.1));
    }

    @Test
    void countingLeavesNoGarbage() {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        times.acknowledged(1, MILLI);

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            times.acknowledged(400, i * MILLI);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isCloseTo(0, within(10_000L));
    }

    private AckPercentiles percentiles() {
        return Objects.requireNonNull(times.percentiles());
    }
}
