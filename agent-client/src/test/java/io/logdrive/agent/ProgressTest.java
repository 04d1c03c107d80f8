package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.agent.send.Batches;
import io.logdrive.agent.send.Load;
import io.logdrive.agent.send.Rate;
import io.logdrive.agent.send.SendConfig;
import io.logdrive.agent.send.SendProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is shown while a run goes on. */
class ProgressTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void lineSaysTheRateSinceTheLastOne() {
        StringWriter out = new StringWriter();
        try (ProgressLines lines = new ProgressLines(new PrintWriter(out))) {
            lines.update(new SendProgress(5 * SECOND, 5_000, 2, 0, 2, 0, -1, ""));
            lines.update(new SendProgress(10 * SECOND, 6_000, 1, 1, 2, 1, -1, "Connection reset"));

            assertThat(lines.periodNanos()).isEqualTo(5 * SECOND);
        }

        assertThat(out.toString().lines())
                .containsExactly(
                        "5 s: 5,000 sent, 1,000/s, 2 of 2 up, 0 reconnects",
                        "10 s: 6,000 sent, 200/s, 1 of 2 up, 1 reconnect, 1 to confirm, last"
                                + " failure: Connection reset");
    }

    @Test
    void failureThatIsOvercomeIsNotShownAnyMore() {
        SendProgress progress = new SendProgress(SECOND, 10, 1, 0, 1, 3, -1, "Connection reset");

        assertThat(ProgressText.of(progress, 10))
                .isEqualTo("10 sent, 10/s, 1 of 1 up, 3 reconnects");
    }

    @Test
    void barShowsTheSameOnATerminal() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(terminal, true, StandardCharsets.UTF_8);
        try (ProgressBarDisplay bar = new ProgressBarDisplay(Reports.CONFIG, stream, 200)) {
            bar.update(new SendProgress(5 * SECOND, 5_000, 2, 0, 2, 0, -1, ""));
            bar.end(new SendProgress(10 * SECOND, 10_000, 0, 0, 2, 0, -1, ""));
        }

        assertThat(terminal.toString(StandardCharsets.UTF_8))
                .contains("sending", "100%", "10/10 s", "10,000 sent, 1,000/s, 0 of 2 up");
    }

    @Test
    void barCountsWhatEndsTheRunFirst() {
        assertThat(ProgressBarDisplay.linesComeFirst(config(new Rate(100), null, 1_000))).isTrue();
        assertThat(linesComeFirst(new Rate(100), 60, Long.MAX_VALUE)).isFalse();
        assertThat(linesComeFirst(new Rate(100), 60, 5_999)).isTrue();
        assertThat(linesComeFirst(new Rate(100), 60, 6_001)).isFalse();
        assertThat(linesComeFirst(Rate.MAX, 60, 1_000_000)).isTrue();
        assertThat(linesComeFirst(new Batches(50, Duration.ofMillis(500)), 60, 5_999)).isTrue();
        assertThat(linesComeFirst(new Batches(50, Duration.ofMillis(500)), 60, 6_001)).isFalse();
    }

    @Test
    void barOfARunWithoutEndCountsSecondsAndNamesNoEnd() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(terminal, true, StandardCharsets.UTF_8);
        SendConfig config = config(new Rate(1_000), null, Long.MAX_VALUE);

        assertThat(ProgressBarDisplay.linesComeFirst(config)).isFalse();
        try (ProgressBarDisplay bar = new ProgressBarDisplay(config, stream, 200)) {
            bar.update(new SendProgress(5 * SECOND, 5_000, 2, 0, 2, 0, -1, ""));
            bar.end(new SendProgress(90 * SECOND, 90_000, 2, 0, 2, 0, -1, ""));
        }

        assertThat(terminal.toString(StandardCharsets.UTF_8))
                .contains("90/? s", "90,000 sent, 1,000/s, 2 of 2 up")
                .doesNotContain("100%");
    }

    private static boolean linesComeFirst(Load rate, int seconds, long lines) {
        return ProgressBarDisplay.linesComeFirst(config(rate, Duration.ofSeconds(seconds), lines));
    }

    private static SendConfig config(Load rate, @Nullable Duration duration, long lines) {
        return new SendConfig("h", 1, 1, rate, duration, lines, Duration.ofSeconds(1), null);
    }
}
