package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A planted leak is caught, and what merely moves is not one. */
class SoakFigureTest {
    private static final int SAMPLES_OF_15_MINUTES = 90;
    private static final double HEAP = 120 << 20;

    private final Random random = new Random(7);

    @Test
    void measuresASlopePastOddValues() {
        Series series = series(60, i -> i % 13 == 5 ? 900 : 100 + i);

        // One more every ten seconds.
        assertThat(series.slopePerHour()).isCloseTo(360, within(1.0));
        assertThat(series.part(0.5, 1).size()).isEqualTo(30);
    }

    @Test
    void aFlatNoisyHeapIsNone() {
        for (int run = 0; run < 200; run++) {
            assertThat(SoakFigure.HEAP.isLeak(heap(i -> HEAP))).isFalse();
        }
    }

    @Test
    void aHeapThatFillsItsCachesInTheFirstHalfIsNone() {
        assertThat(SoakFigure.HEAP.isLeak(heap(i -> HEAP * Math.min(1, 0.5 + i / 60.0)))).isFalse();
    }

    @Test
    void aHeapThatGrowsAPercentAMinuteIsOne() {
        for (int run = 0; run < 200; run++) {
            assertThat(SoakFigure.HEAP.isLeak(heap(i -> HEAP * (1 + i / 600.0)))).isTrue();
        }
    }

    @Test
    void inAnHourAHeapThatGrowsFivePercentIsOne() {
        Series series = series(360, i -> HEAP * (1 + 0.05 * i / 360) * noise(0.005));

        assertThat(SoakFigure.HEAP.isLeak(series)).isTrue();
    }

    @Test
    void aHeapThatShrinksIsNone() {
        assertThat(SoakFigure.HEAP.isLeak(heap(i -> HEAP * (1 - i / 300.0)))).isFalse();
    }

    @Test
    void aThreadEachMinuteIsALeak() {
        assertThat(SoakFigure.THREADS.isLeak(counts(i -> 60 + i / 6))).isTrue();
    }

    @Test
    void aDescriptorEveryTwoMinutesIsALeak() {
        assertThat(SoakFigure.DESCRIPTORS.isLeak(counts(i -> 300 + i / 12.0 * 2))).isTrue();
    }

    @Test
    void countsThatComeAndGoAreNone() {
        for (int run = 0; run < 200; run++) {
            assertThat(SoakFigure.THREADS.isLeak(counts(i -> 60 + random.nextInt(12)))).isFalse();
        }
        assertThat(SoakFigure.DESCRIPTORS.isLeak(counts(i -> i < 20 ? 200 : 260))).isFalse();
        assertThat(SoakFigure.DESCRIPTORS.isLeak(counts(i -> 200 + i % 20))).isFalse();
    }

    @Test
    void tooShortASeriesIsNotJudged() {
        assertThat(SoakFigure.THREADS.isLeak(series(19, i -> i))).isFalse();
    }

    @Test
    void readsTheHeapOfEachCollector() {
        assertThat(
                        SoakSampler.heapUsed(
                                "12:\n garbage-first heap   total 524288K, used 20480K [0x0,"
                                        + " 0x1)\n  region size 1024K\n Metaspace       used"
                                        + " 3000K, committed 4000K\n"))
                .hasValue(20480.0 * 1024);
        assertThat(
                        SoakSampler.heapUsed(
                                " def new generation   total 100K, used 7K [0x\n  eden space"
                                        + " 90K,   7% used [\n tenured generation   total 200K,"
                                        + " used 30K [0x\n"))
                .hasValue(37.0 * 1024);
        assertThat(SoakSampler.heapUsed("no such process")).isEmpty();
    }

    @Test
    void samplesAProcessThatRuns() {
        SoakSampler sampler = new SoakSampler();
        long own = ProcessHandle.current().pid();

        sampler.sample("own", own, 1);

        assertThat(String.join("\n", sampler.table()))
                .contains("threads", "descriptors", "resident, MiB", "too few");
        assertThat(sampler.problems()).isEmpty();
    }

    private Series heap(IntToDoubleFunction value) {
        return series(SAMPLES_OF_15_MINUTES, i -> value.applyAsDouble(i) * noise(0.01));
    }

    private static Series counts(IntToDoubleFunction value) {
        return series(SAMPLES_OF_15_MINUTES, i -> Math.floor(value.applyAsDouble(i)));
    }

    private double noise(double share) {
        return 1 + share * random.nextGaussian();
    }

    private static Series series(int samples, IntToDoubleFunction value) {
        List<Double> seconds = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            seconds.add(10.0 * i);
            values.add(value.applyAsDouble(i));
        }
        return new Series(seconds, values);
    }
}
