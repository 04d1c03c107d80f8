package io.logdrive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.queue.GuardState;
import io.logdrive.ingest.queue.QueueFigures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InvariantsTest {
    private static final QueueFigures QUEUE = new QueueFigures(100, 70, 10, 20, 2_000, 2);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long nanos;
    private final Invariants invariants = new Invariants(registry, 2_000);

    @Test
    void holdWhenTheFiguresAgree() {
        assertThat(invariants.check(figures(60, 60, 100, QUEUE, 70, 0))).isEmpty();
        assertThat(invariants.check(figures(60, 60, 100, QUEUE, 70, 0))).isEmpty();
        assertThat(registry.get("logdrive.ingest.invariants.violated").gauge().value()).isZero();
    }

    @Test
    void holdInMotionWhenAnEarlierPartIsAhead() {
        assertThat(invariants.check(figures(50, 60, 90, QUEUE, 75, 0))).isEmpty();
    }

    @Test
    void areViolatedByALineThatVanishedInMemory() {
        QueueFigures lost = new QueueFigures(100, 70, 10, 19, 1_900, 2);

        assertThat(invariants.check(figures(60, 60, 100, lost, 70, 0)))
                .containsExactly("accepted: expected = 99, found 100");
        assertThat(
                        registry.counter(
                                        "logdrive.ingest.invariant.violations",
                                        "invariant",
                                        "accepted")
                                .count())
                .isEqualTo(1);
        assertThat(invariants.violations()).hasSize(1);
        assertThat(invariants.check(figures(60, 60, 100, QUEUE, 70, 0))).isEmpty();
        assertThat(invariants.violations()).isEmpty();
    }

    @Test
    void areViolatedByMoreBytesThanTheBudgetUnlessOneChunkIsThatLarge() {
        QueueFigures over = new QueueFigures(100, 70, 10, 20, 2_001, 2);
        QueueFigures one = new QueueFigures(100, 70, 10, 20, 2_001, 1);

        assertThat(invariants.check(figures(60, 60, 100, over, 70, 0)))
                .containsExactly("memory-bytes: expected <= 2000, found 2001");
        assertThat(invariants.check(figures(60, 60, 100, one, 70, 0))).isEmpty();
    }

    @Test
    void areViolatedByWhatLeftTheQueueBeforeTheDestinationHadIt() {
        assertThat(invariants.check(figures(61, 60, 100, QUEUE, 70, 0)))
                .containsExactly("acknowledged-by-destination: expected <= 60, found 61");
    }

    @Test
    void areViolatedByWhatWasConfirmedAndIsNotInTheQueue() {
        assertThat(invariants.check(figures(60, 60, 100, QUEUE, 69, 0)))
                .containsExactly("confirmed-and-enqueued: expected <= 69, found 70");
    }

    @Test
    void areViolatedByAFramedLineThatTheQueueNeverSaw() {
        assertThat(invariants.check(figures(60, 60, 101, QUEUE, 70, 0)))
                .containsExactly("framed: expected <= 100, found 101");
    }

    @Test
    void areViolatedByFramedLinesThatDifferAtRest() {
        assertThat(invariants.check(figures(60, 60, 99, QUEUE, 70, 0))).isEmpty();
        assertThat(invariants.check(figures(60, 60, 99, QUEUE, 70, 0)))
                .containsExactly("framed-at-rest: expected = 100, found 99");
    }

    @Test
    void areViolatedWhenNobodyLooksAtTheDiskWhileLinesAreAccepted() {
        long old = Duration.ofSeconds(31).toNanos();

        assertThat(invariants.check(figures(60, 60, 100, QUEUE, 70, old)))
                .containsExactly(
                        "age-of-the-look-at-the-disk: expected <= 30000000000, found 31000000000");
    }

    private Invariants.Figures figures(
            long acknowledged,
            long answered,
            long framed,
            QueueFigures queue,
            long enqueued,
            long age) {
        nanos += Duration.ofSeconds(10).toNanos();
        return new Invariants.Figures(
                nanos, acknowledged, answered, framed, queue, enqueued, GuardState.ACCEPTING, age);
    }
}
