package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.agent.send.Bursts.Burst;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Confined to the test's thread. */
class BurstPaceTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Bursts BURSTS = bursts(100, 5_000, 10, 60);

    @Test
    void burstComesAtTheStartAndAgainAfterEachPeriodBesideTheSteadyLines() {
        BurstPace pace = BurstPace.of(BURSTS, Long.MAX_VALUE);

        assertThat(pace.due(-1)).isZero();
        assertThat(pace.due(0)).isEqualTo(2);
        assertThat(pace.due(SECOND)).isEqualTo(101 + 5_001);
        assertThat(pace.due(10 * SECOND)).isEqualTo(1_001 + 50_000);
        assertThat(pace.due(60 * SECOND - 1)).isEqualTo(6_000 + 50_000);
        assertThat(pace.due(60 * SECOND)).isEqualTo(6_001 + 50_001);
        assertThat(pace.due(65 * SECOND)).isEqualTo(6_501 + 75_001);
        assertThat(pace.due(600 * SECOND - 1)).isEqualTo(60_000 + 500_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 5, 10, 11, 59, 60, 61, 70, 600})
    void durationHasExactlyTheLinesThatAreDueWithinIt(long seconds) {
        BurstPace pace = BurstPace.of(BURSTS, seconds * SECOND);
        long ofBursts = seconds / 60 * 50_000 + Math.min(10, seconds % 60) * 5_000;

        assertThat(pace.due(seconds * SECOND)).isEqualTo(100 * seconds + ofBursts);
        assertThat(pace.due(10_000 * SECOND)).isEqualTo(100 * seconds + ofBursts);
    }

    @Test
    void lineIsDueFromTheNanosecondItIsDueAtAndNotBefore() {
        BurstPace pace = BurstPace.of(bursts(7, 999, 3, 11), Long.MAX_VALUE);
        SplittableRandom random = new SplittableRandom(5);

        for (int i = 0; i < 2_000; i++) {
            long line = 2 + random.nextLong(10_000_000);
            long at = pace.dueAt(line);

            assertThat(pace.due(at)).isGreaterThan(line);
            assertThat(pace.due(at - 1)).isLessThanOrEqualTo(line);
        }
    }

    @Test
    void neverGoesBack() {
        BurstPace pace = BurstPace.of(bursts(7, 999, 3, 11), 100 * SECOND);
        SplittableRandom random = new SplittableRandom(6);
        long before = 0;

        for (long now = 0; now < 120 * SECOND; now += 1 + random.nextLong(SECOND / 50)) {
            assertThat(pace.due(now)).isGreaterThanOrEqualTo(before);
            before = pace.due(now);
        }
    }

    @Test
    void burstMayBeAsLongAsItsPeriod() {
        BurstPace pace = BurstPace.of(bursts(10, 20, 5, 5), 100 * SECOND);

        assertThat(pace.due(100 * SECOND)).isEqualTo(3_000);
    }

    @Test
    void loadKnowsItsMeanAndWhatASecondMayBring() {
        assertThat(BURSTS.mean()).isEqualTo(100 + 5_000 / 6.0);
        assertThat(BURSTS.secondMax()).isEqualTo(5_100);
        assertThat(BURSTS.unpaced()).isFalse();
    }

    @Test
    void refusesBurstsThatCannotBe() {
        Duration second = Duration.ofSeconds(1);
        Burst burst = new Burst(new Rate(1), second, second);

        assertThatThrownBy(() -> new Bursts(Rate.MAX, burst))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bursts: expected a steady rate, found max");
        assertThatThrownBy(() -> new Burst(Rate.MAX, second, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("burst: expected a rate, found max");
        assertThatThrownBy(() -> new Burst(new Rate(1), second.plusNanos(1), second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("burst: expected it to last at most PT1S, found PT1.000000001S");
    }

    private static Bursts bursts(long steady, long rate, long length, long every) {
        return new Bursts(
                new Rate(steady),
                new Burst(new Rate(rate), Duration.ofSeconds(length), Duration.ofSeconds(every)));
    }
}
