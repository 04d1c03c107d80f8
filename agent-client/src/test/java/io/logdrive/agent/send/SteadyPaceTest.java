package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Confined to the test's thread. */
class SteadyPaceTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long FOR_EVER = Long.MAX_VALUE;

    @Test
    void firstLineIsDueAtOnceAndTheNextAfterOneNthOfASecond() {
        SteadyPace pace = new SteadyPace(1_000, FOR_EVER);

        assertThat(pace.due(-1)).isZero();
        assertThat(pace.due(0)).isEqualTo(1);
        assertThat(pace.due(999_999)).isEqualTo(1);
        assertThat(pace.due(1_000_000)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 7, 1_000, 99_999, 100_000, 1_234_567, Rate.LINES_PER_SECOND_MAX})
    void aDurationHasExactlyRateTimesSecondsLinesHoweverLateTheLastLookIs(long rate) {
        SteadyPace pace = new SteadyPace(rate, 10 * SECOND);

        assertThat(pace.due(10 * SECOND)).isEqualTo(10 * rate);
        assertThat(pace.due(25 * SECOND)).isEqualTo(10 * rate);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 7, 1_000, 99_999, 1_234_567, Rate.LINES_PER_SECOND_MAX})
    void lineIsDueFromTheNanosecondItIsDueAtAndNotBefore(long rate) {
        SteadyPace pace = new SteadyPace(rate, FOR_EVER);
        SplittableRandom random = new SplittableRandom(rate);

        for (int i = 0; i < 1_000; i++) {
            long line = 1 + random.nextLong(rate * 86_400);

            assertThat(pace.due(pace.dueAt(line))).isEqualTo(line + 1);
            assertThat(pace.due(pace.dueAt(line) - 1)).isEqualTo(line);
        }
    }

    @Test
    void neverIsMoreThanOneLineAwayFromTheIdealAfterADayOfIrregularLooks() {
        SteadyPace pace = new SteadyPace(99_991, FOR_EVER);
        SplittableRandom random = new SplittableRandom(1);
        long sent = 0;

        for (long now = 0; now < 86_400 * SECOND; now += 1 + random.nextLong(60 * SECOND)) {
            long more = pace.due(now) - sent;
            sent += more;

            assertThat(more).isNotNegative();
            assertThat((double) sent)
                    .isCloseTo(now * 99_991e-9, org.assertj.core.data.Offset.offset(1.01));
        }
    }

    @Test
    void durationThatIsNoWholeNumberOfLinesIncludesEachLineThatIsDueWithinIt() {
        SteadyPace pace = new SteadyPace(3, SECOND / 2);

        assertThat(pace.due(SECOND)).isEqualTo(2);
    }

    @Test
    void daysAtTheHighestRateDoNotOverflow() {
        SteadyPace pace = new SteadyPace(Rate.LINES_PER_SECOND_MAX, FOR_EVER);
        long year = 365 * 86_400L;

        assertThat(pace.due(year * SECOND)).isEqualTo(year * Rate.LINES_PER_SECOND_MAX + 1);
        assertThat(pace.dueAt(year * Rate.LINES_PER_SECOND_MAX)).isEqualTo(year * SECOND);
    }
}
