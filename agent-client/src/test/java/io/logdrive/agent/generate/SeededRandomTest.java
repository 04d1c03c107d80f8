package io.logdrive.agent.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class SeededRandomTest {
    @Test
    void numbersOfASeedAreTheSameForEver() {
        SeededRandom random = new SeededRandom(42, 0);

        assertThat(LongStream.generate(random::next).limit(3).toArray())
                .containsExactly(
                        -4055539119107094118L, 2107410080952646123L, -6202557263314243860L);
    }

    @Test
    void streamsOfASeedDiffer() {
        assertThat(new SeededRandom(42, 0).next()).isNotEqualTo(new SeededRandom(42, 1).next());
        assertThat(new SeededRandom(42, 0).next()).isNotEqualTo(new SeededRandom(43, 0).next());
    }

    @Test
    void spreadsEvenlyBelowABound() {
        SeededRandom random = new SeededRandom(1, 0);
        Integer[] hits = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

        for (int i = 0; i < 100_000; i++) {
            hits[random.below(10)]++;
        }

        assertThat(hits).allSatisfy(n -> assertThat(n).isBetween(9_600, 10_400));
    }
}
