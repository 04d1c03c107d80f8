package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecentCommitsTest {
    private final RecentCommits commits = new RecentCommits(0);

    @Test
    void countsSinceTheStart() {
        assertThat(commits.any()).isFalse();

        add(100, 3, 10, 1);
        add(50, 1, 20, 500);

        assertThat(commits.any()).isTrue();
        assertThat(commits.rows()).isEqualTo(150);
        assertThat(commits.batches()).isEqualTo(4);
        assertThat(commits.commits()).isEqualTo(2);
        assertThat(commits.millis()).isEqualTo(30);
        assertThat(commits.quietNanos(seconds(503))).isEqualTo(seconds(3));
    }

    @Test
    void hasOfTheLastMinuteTheRateAndTheMeanAndTheLongestCommit() {
        add(1_000_000, 1, 9_000, 30);
        add(600, 1, 10, 100);
        add(600, 1, 30, 100.5);
        add(1_200, 1, 20, 159);

        assertThat(commits.lastMinute(seconds(159.9)))
                .isEqualTo(new RecentCommits.Minute(40, 20, 30));
        assertThat(commits.lastMinute(seconds(160)))
                .isEqualTo(new RecentCommits.Minute(20, 20, 20));
    }

    @Test
    void takesTheTimeSinceTheStartForAMinuteThatIsNotOver() {
        add(100, 1, 10, 1);

        assertThat(commits.lastMinute(seconds(2)).rowsPerSecond()).isEqualTo(50);
    }

    @Test
    void knowsNoDurationWithoutACommit() {
        assertThat(commits.lastMinute(seconds(70)))
                .isEqualTo(new RecentCommits.Minute(0, Double.NaN, Double.NaN));
    }

    private void add(long rows, int batches, long millis, double second) {
        commits.add(rows, batches, TimeUnit.MILLISECONDS.toNanos(millis), seconds(second));
    }

    private static long seconds(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }
}
