package io.logdrive.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilteredRunsTest {
    private final FilteredRuns.Builder builder = new FilteredRuns.Builder();

    @Test
    void runsThatTouchAreJoined() {
        builder.add(2, 1);
        builder.add(3, 4);
        builder.add(9, 1);

        FilteredRuns runs = builder.build();
        assertThat(runs).hasToString("2-6,9").isEqualTo(FilteredRuns.parse("2-6,9"));
        assertThat(runs).hasSameHashCodeAs(FilteredRuns.parse("2-6,9"));
        assertThat(runs).isNotEqualTo(FilteredRuns.parse("2-6,10"));
        assertThat(runs.runs()).isEqualTo(2);
        assertThat(runs.at(1)).isEqualTo(9);
        assertThat(runs.count(0)).isEqualTo(5);
        assertThat(runs.total()).isEqualTo(6);
        assertThat(runs.end()).isEqualTo(10);
    }

    @Test
    void noneIsNone() {
        assertThat(builder.build()).isSameAs(FilteredRuns.NONE).hasToString("");
        assertThat(FilteredRuns.parse("")).isSameAs(FilteredRuns.NONE);
        assertThat(FilteredRuns.NONE.isEmpty()).isTrue();
        assertThat(FilteredRuns.NONE.end()).isZero();
    }

    @Test
    void anyRunsComeBackFromTheirText() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (Rounds rounds = new Rounds(300); rounds.next(); ) {
            builder.clear();
            for (int i = random.nextInt(30); i > 0; i--) {
                builder.add(builder.end() + random.nextInt(4), 1 + random.nextInt(4));
            }
            FilteredRuns runs = builder.build();

            FilteredRuns again = FilteredRuns.parse(runs.toString());

            assertThat(again).as("seed %d", seed).isEqualTo(runs);
            assertThat(again.total()).isEqualTo(runs.total());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "1,", "-1", "3-2", "1-2,2", "2,1", "1-", "0-2147483647", "2147483648"})
    void otherTextsAreRefused(String text) {
        assertThatThrownBy(() -> FilteredRuns.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRunThatCannotBeIsRefused() {
        builder.add(3, 2);

        assertThatThrownBy(() -> builder.add(4, 1))
                .hasMessage("filtered run: expected one from 5 on, found 1 from 4");
        assertThatThrownBy(() -> builder.add(5, 0))
                .hasMessage("filtered run: expected one from 5 on, found 0 from 5");
        assertThatThrownBy(() -> builder.add(5, Integer.MAX_VALUE))
                .hasMessage("filtered run: expected one from 5 on, found 2147483647 from 5");
    }
}
