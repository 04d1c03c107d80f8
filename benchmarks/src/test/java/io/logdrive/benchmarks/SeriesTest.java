package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of a quantity between two looks. */
class SeriesTest {
    private final Series queued =
            Series.of(
                    List.of(moment(100, 0), moment(101, 0), moment(103, 100), moment(104, 400)),
                    Moment::queued);

    @Test
    void changesEvenlyBetweenTwoLooks() {
        assertThat(queued.at(99)).isZero();
        assertThat(queued.at(102)).isEqualTo(50);
        assertThat(queued.at(103.5)).isEqualTo(250);
        assertThat(queued.at(105)).isEqualTo(400);
        assertThat(queued.max()).isEqualTo(400);
        assertThat(queued.change()).isEqualTo(400);
    }

    @Test
    void saysWhenAValueWasReached() {
        assertThat(queued.when(50)).isEqualTo(102);
        assertThat(queued.when(100)).isEqualTo(103);
        assertThat(queued.when(400)).isEqualTo(104);
        assertThat(queued.lastNotOver(0)).isEqualTo(101);
    }

    @Test
    void refusesAValueThatWasNeverReached() {
        assertThatThrownBy(() -> queued.when(401))
                .isInstanceOf(BenchmarkException.class)
                .hasMessage("series: expected to reach 401.0, found 400.0");
    }

    @Test
    void dividesGrowthIntoTenths() {
        List<Double> tenths = queued.tenths(101, 400);

        assertThat(tenths).hasSize(11).isSorted();
        assertThat(tenths.get(0)).isEqualTo(101);
        // The 40th line, when 100 came within two seconds.
        assertThat(tenths.get(1)).isEqualTo(101.8);
        assertThat(tenths.get(10)).isEqualTo(104);
    }

    @Test
    void tellsTheGrowthInWholeWindowsOnly() {
        assertThat(queued.windows(101, 104.5, 1))
                .containsExactly(
                        new Series.Window(1, 50),
                        new Series.Window(2, 50),
                        new Series.Window(3, 300));
        assertThat(queued.windows(101, 101.5, 1)).isEmpty();
    }

    @Test
    void tellsNothingOfAProcessThatWasNotThere() {
        Moment moment = new Moment(1, 0, 0, Map.of("server", new Moment.Use(2.5, 700)));

        assertThat(moment.use("server").writtenBytes()).isEqualTo(700);
        assertThat(moment.use("database")).isEqualTo(new Moment.Use(0, 0));
    }

    private static Moment moment(double seconds, long queued) {
        return new Moment(seconds, 0, queued, Map.of());
    }
}
