package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.benchmarks.GcLog.GcFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tables. */
class ReportTest {
    @Test
    void takesRatiosToTheFloorOfTheSameRun() {
        Figures figures = new Figures();
        figures.add(result(1, 4, 10));
        figures.add(result(1, 5, 20));
        figures.addFloor("the floor", 200_000, 6);
        figures.addFloor("the floor", 50_000, 8);

        String report = new Report(figures, "heading\n").markdown();

        // 1,000,000 lines: 100,000/s over 200,000/s, then 50,000/s over 50,000/s.
        assertThat(report)
                .startsWith("heading\n\n| lines/s |")
                .contains(
                        "| **stored**, 1 connection | 50,000 | 75,000 | 100,000"
                                + " | 0.50 | 0.75 | 1.00 |\n")
                .contains(
                        "| accepted, 1 connection | 200,000 | 225,000 | 250,000"
                                + " | 1.25 | 2.63 | 4.00 |\n");
    }

    @Test
    void leavesRatiosOutWithoutAFloor() {
        Figures figures = new Figures();
        figures.add(result(4, 4, 10));

        String report = new Report(figures, "").markdown();

        assertThat(report)
                .contains("| **stored**, 4 connections | 100,000 | 100,000 | 100,000 | | | |\n");
    }

    @Test
    void tellsWhatEachProcessUsed() {
        Figures figures = new Figures();
        figures.add(result(4, 4, 10));
        figures.addFloor("the floor", 200_000, 6.5);

        String report = new Report(figures, "").markdown();

        assertThat(report)
                .contains("| agent, 4 connections | 2.50 | 80 | | |  | 0.30 |\n")
                .contains("| server, 4 connections | 15.00 | 600 | 12 | 345 | 2000 | 0.30 |\n")
                .contains("| the floor | 6.50 | | | | | |\n");
    }

    @Test
    void tellsWhatEachStageUsedAndWhatStandsBehindARun() {
        Figures figures = new Figures();
        figures.add(result(1, 4, 10));
        figures.add(result(4, 4, 10));
        figures.addAlone("the queue", 400_000);

        assertThat(new Report(figures, "").markdown())
                .contains("| the queue | 400,000 | 400,000 | 400,000 | | | |\n")
                .contains(
                        """
                        | CPU s of the servers / million lines | 1 connection | 4 connections |
                        |---|---:|---:|
                        | listen | 0.40 | 0.40 |
                        """)
                .contains("| bytes written / line, server | 321.0 | 321.0 |\n");
    }

    @Test
    void takesRatiosToEveryFloor() {
        Figures figures = new Figures();
        figures.add(result(4, 4, 10));
        figures.addFloor("in one", 200_000, 6.5);
        figures.addFloor("in groups", 125_000, 6.5);

        assertThat(new Report(figures, "").markdown())
                .contains("| floor: in one | 200,000 |")
                .contains("| in groups | 125,000 |")
                .contains(
                        """
                        | median of stored ÷ | in one | in groups |
                        |---|---:|---:|
                        | stored, 4 connections | 0.50 | 0.80 |
                        """);
    }

    @Test
    void takesTheLeastValueThatSoManyPercentDoNotExceed() {
        Sample sample = new Sample();
        for (int i = 30; i >= 1; i--) {
            sample.add(i);
        }

        assertThat(sample.percentile(50)).isEqualTo(15);
        assertThat(sample.percentile(95)).isEqualTo(29);
        assertThat(sample.percentile(100)).isEqualTo(30);
    }

    @Test
    void takesTheMeanOfTheTwoInTheMiddleForTheMedian() {
        Sample sample = new Sample();
        List.of(9.0, 1.0, 3.0, 5.0).forEach(sample::add);

        assertThat(sample.median()).isEqualTo(4.0);
        assertThat(sample.min()).isEqualTo(1.0);
        assertThat(sample.max()).isEqualTo(9.0);
    }

    @Test
    void refusesRatiosOfUnequallyManyRuns() {
        Sample two = new Sample();
        two.add(1);
        two.add(2);
        Sample one = new Sample();
        one.add(1);

        assertThatThrownBy(() -> two.over(one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("runs: expected 2, found 1");
    }

    private static Pipeline.Result result(int connections, int accepted, int stored) {
        return new Pipeline.Result(
                1_000_000,
                connections,
                new Pipeline.Times(
                        Instant.EPOCH, Duration.ofSeconds(accepted), Duration.ofSeconds(stored)),
                List.of(
                        new Pipeline.Usage("agent", 2.5, 80 << 10),
                        new Pipeline.Usage("server", 15, 600 << 10)),
                new GcFigures(12, 345, 2_000_000_000L),
                new Pipeline.Details(
                        Map.of("listen", 0.4), Map.of("bytes written / line, server", 321.0)),
                3);
    }
}
