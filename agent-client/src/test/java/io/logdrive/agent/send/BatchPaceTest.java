package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class BatchPaceTest {
    private static final long MILLI = 1_000_000L;
    private static final long FOR_EVER = Long.MAX_VALUE;

    @Test
    void batchIsDueAtOnceAndTheNextAfterTheInterval() {
        BatchPace pace = new BatchPace(200, 250 * MILLI, FOR_EVER);

        assertThat(pace.due(-1)).isZero();
        assertThat(pace.due(0)).isEqualTo(200);
        assertThat(pace.due(250 * MILLI - 1)).isEqualTo(200);
        assertThat(pace.due(250 * MILLI)).isEqualTo(400);
    }

    @Test
    void durationHasTheBatchesThatBeginBeforeItsEnd() {
        assertThat(new BatchPace(7, 250 * MILLI, 1_000 * MILLI).due(FOR_EVER)).isEqualTo(28);
        assertThat(new BatchPace(7, 250 * MILLI, 1_001 * MILLI).due(FOR_EVER)).isEqualTo(35);
        assertThat(new BatchPace(7, 250 * MILLI, MILLI).due(FOR_EVER)).isEqualTo(7);
    }

    @Test
    void lineIsDueFromTheNanosecondItIsDueAtAndNotBefore() {
        BatchPace pace = new BatchPace(13, 17 * MILLI, FOR_EVER);
        SplittableRandom random = new SplittableRandom(3);

        for (int i = 0; i < 1_000; i++) {
            long line = 13 + random.nextLong(1_000_000_000);
            long at = pace.dueAt(line);

            assertThat(pace.due(at)).isGreaterThan(line);
            assertThat(pace.due(at - 1)).isLessThanOrEqualTo(line);
        }
    }

    @Test
    void yearsOfTheLargestBatchesDoNotOverflow() {
        BatchPace pace = new BatchPace(Batches.LINES_MAX, MILLI, FOR_EVER);
        long year = 365 * 86_400L * 1_000;

        assertThat(pace.due(2 * year * MILLI)).isEqualTo((2 * year + 1) * Batches.LINES_MAX);
    }

    @Test
    void loadKnowsItsMeanAndWhatASecondMayBring() {
        Batches quick = new Batches(200, Duration.ofMillis(250));
        Batches uneven = new Batches(10, Duration.ofMillis(300));
        Batches slow = new Batches(5, Duration.ofSeconds(10));

        assertThat(quick.mean()).isEqualTo(800);
        assertThat(quick.secondMax()).isEqualTo(800);
        assertThat(uneven.secondMax()).isEqualTo(40);
        assertThat(slow.mean()).isEqualTo(0.5);
        assertThat(slow.secondMax()).isEqualTo(5);
        assertThat(slow.unpaced()).isFalse();
    }

    @Test
    void refusesBatchesThatCannotBe() {
        assertThatThrownBy(() -> new Batches(0, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch: expected 1..100000000, found 0");
        assertThatThrownBy(() -> new Batches(1, Duration.ofNanos(999_999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("interval: expected at least PT0.001S, found PT0.000999999S");
    }
}
