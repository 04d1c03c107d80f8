package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.agent.send.Batches;
import io.logdrive.agent.send.Bursts;
import io.logdrive.agent.send.Bursts.Burst;
import io.logdrive.agent.send.Load;
import io.logdrive.agent.send.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** What the options say that ask for lines in time. Confined to the test's thread. */
class LoadOptionsTest {
    @ParameterizedTest
    @CsvSource({"250, PT0.25S", "1, PT0.001S", "250ms, PT0.25S", "2s, PT2S", "PT0.5S, PT0.5S"})
    void intervalThatIsANumberAloneIsMilliseconds(String text, Duration interval) {
        assertThat(new IntervalText().convert(text)).isEqualTo(interval);
    }

    @Test
    void refusesWhatIsNoInterval() {
        assertThatThrownBy(() -> new IntervalText().convert("often"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage(
                        "expected 250 (milliseconds), 250ms, 60s, 2m, 1h or PT60S, found often");
        assertThatThrownBy(() -> new IntervalText().convert("0"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("expected 1ms..365 days, found 0ms");
    }

    @Test
    void runTimeIsADurationOrForever() {
        assertThat(new RunTimeText().convert("2m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(new RunTimeText().convert("forever")).isEqualTo(RunTimeText.FOREVER);
        assertThatThrownBy(() -> new RunTimeText().convert("Forever"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("expected 60, 60s, 2m, 1h, 500ms, PT60S or forever, found Forever");
    }

    @Test
    void burstHasARateALengthAndAPeriod() {
        assertThat(new BurstText().convert("5000:10s:1m"))
                .isEqualTo(
                        new Burst(new Rate(5_000), Duration.ofSeconds(10), Duration.ofMinutes(1)));
        assertThat(new BurstText().convert("1:PT1S:1"))
                .isEqualTo(new Burst(new Rate(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5000", "5000:10s", "5000:10s:1m:", "max:10s:1m", "9:2m:1m", "::", ""})
    void refusesWhatIsNoBurst(String text) {
        assertThatThrownBy(() -> new BurstText().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage(
                        "expected RATE:DURATION:EVERY as 5000:10s:1m, RATE in 1..100000000,"
                                + " DURATION at most EVERY, found "
                                + text);
    }

    @Test
    void refusesABurstWhoseRateOrTimesAreNone() {
        assertThatThrownBy(() -> new BurstText().convert("0:1s:2s"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("expected 1..100000000 or max, found 0");
        assertThatThrownBy(() -> new BurstText().convert("9:soon:2s"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("expected 60, 60s, 2m, 1h, 500ms or PT60S, found soon");
    }

    @Test
    void loadIsSaidInWords() {
        Burst burst = new Burst(new Rate(5_000), Duration.ofSeconds(10), Duration.ofMinutes(1));

        assertThat(RateText.of(new Rate(1_000))).isEqualTo("1,000 lines/s");
        assertThat(RateText.of(Rate.MAX)).isEqualTo("max");
        assertThat(RateText.of(new Batches(2_000, Duration.ofMillis(250))))
                .isEqualTo("2,000 lines every 0.250 s");
        assertThat(RateText.of(new Bursts(new Rate(100), burst)))
                .isEqualTo("100 lines/s and 5,000 lines/s more for 10 s every 60 s");
    }

    @Test
    void optionsTogetherAreTheLoad() {
        assertThat(load("1000")).isEqualTo(new Rate(1_000));
        assertThat(load("--batch=200", "--interval=250"))
                .isEqualTo(new Batches(200, Duration.ofMillis(250)));
        assertThat(load("7", "--burst=9:1s:2s"))
                .isEqualTo(
                        new Bursts(
                                new Rate(7),
                                new Burst(
                                        new Rate(9),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(2))));
    }

    @Test
    void withoutOptionsThereIsNoBurstAndTheRunLastsAMinute() {
        assertThat(parsed("1000").pace.burst).isNull();
        assertThat(parsed("1000").generate.durationOrDefault()).isEqualTo(Duration.ofSeconds(60));
        assertThat(parsed("1000", "--duration=forever").generate.durationOrDefault()).isNull();
    }

    private static Load load(String... args) {
        SendCommand command = parsed(args);
        List<String> problems = new ArrayList<>();
        Load load = command.pace.load(command.rate, problems);
        assertThat(problems).isEmpty();
        return java.util.Objects.requireNonNull(load);
    }

    private static SendCommand parsed(String... args) {
        CommandLine commandLine = Agent.commandLine(FakeSurroundings.quiet());
        commandLine.parseArgs(args);
        return commandLine.getCommand();
    }
}
