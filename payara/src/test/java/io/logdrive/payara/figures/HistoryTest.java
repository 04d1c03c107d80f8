package io.logdrive.payara.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private double total;
    private double depth = Double.NaN;
    private double millis;
    private double commits;
    private final History history =
            new History(
                    List.of(
                            Series.perSecond("rate", () -> total),
                            Series.last("depth", () -> depth),
                            Series.mean("commit.a-b_c", () -> millis, () -> commits)),
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    0);

    @Test
    void hasNothingBeforeItsFirstStepHasEnded() {
        look(0.4);

        assertThat(history.json(Span.FIVE_MINUTES))
                .startsWith(
                        "{\"span\":\"5m\",\"stepSeconds\":1,\"end\":\"2026-11-22T11:59:59.600Z\","
                                + "\"series\":{\"rate\":[null,")
                .contains("\"depth\":[null,", "\"commit.a-b_c\":[null,");
        for (String[] values : all(Span.FIVE_MINUTES)) {
            assertThat(values).hasSize(300).containsOnly("null");
        }
    }

    @Test
    void hasOfAStepTheMeanRateAndTheLastDepthAndTheMeanOfACommit() {
        total = 500;
        depth = 7;
        millis = 30;
        commits = 4;
        look(1);
        total = 1_500;
        depth = 0;
        look(2);

        assertThat(lastOf(Span.FIVE_MINUTES, 3))
                .containsExactly("null 500 1000", "null 7 0", "null 7.5 null");
    }

    @Test
    void spreadsOverTheStepThatHasEndedWhatCameSinceTheOneBefore() {
        total = 100;
        look(1);
        total = 700;
        look(4);

        assertThat(lastOf(Span.FIVE_MINUTES, 5).get(0)).isEqualTo("null 100 null null 200");
    }

    @Test
    void takesATimerThatIsLateOrEarlyForOneThatIsNot() {
        for (double at : new double[] {1.2, 1.8, 3.1, 3.9}) {
            total += 100;
            look(at);
        }

        assertThat(lastOf(Span.FIVE_MINUTES, 5).get(0)).isEqualTo("null 83.333 166.667 76.923 125");
    }

    @Test
    void keepsLongerSpansInLargerSteps() {
        for (int second = 1; second <= 120; second++) {
            total += second <= 60 ? 60 : 120;
            depth = second;
            look(second);
        }

        assertThat(lastOf(Span.HOUR, 3).subList(0, 2))
                .containsExactly("120 120 120", "100 110 120");
        assertThat(lastOf(Span.HALF_DAY, 3).subList(0, 2))
                .containsExactly("null 60 120", "null 60 120");
        assertThat(all(Span.HOUR).get(0)).hasSize(360);
        assertThat(all(Span.HALF_DAY).get(0)).hasSize(720);
    }

    @Test
    void forgetsWhatIsOlderThanTheSpan() {
        for (int second = 1; second <= 301; second++) {
            depth = second;
            look(second);
        }

        assertThat(all(Span.FIVE_MINUTES).get(1)).startsWith("2", "3").endsWith("300", "301");
    }

    @Test
    void showsNothingOfATimeInWhichItStoodStillForLongerThanTheSpan() {
        depth = 1;
        look(1);
        depth = 2;
        look(1_000);

        String[] values = all(Span.FIVE_MINUTES).get(1);
        assertThat(Arrays.copyOf(values, 299)).containsOnly("null");
        assertThat(values[299]).isEqualTo("2");
    }

    @Test
    void doesNotGuessWhatATotalGrewByThatWasCountedAnew() {
        total = 500;
        look(1);
        total = 20;
        look(2);

        assertThat(lastOf(Span.FIVE_MINUTES, 2).get(0)).isEqualTo("500 null");
    }

    @Test
    void takesNoNameThatWouldHaveToBeEscaped() {
        assertThatThrownBy(() -> Series.last("a\"b", () -> 0))
                .hasMessage("series: expected a name of A-Z, a-z, 0-9, '.', '_', '-', found a\"b");
    }

    @Test
    void knowsItsSpansByTheirWords() {
        assertThat(Span.ofWord(null)).isEqualTo(Span.FIVE_MINUTES);
        assertThat(Span.ofWord("12h")).isEqualTo(Span.HALF_DAY);
        assertThat(Span.ofWord("6h")).isNull();
        assertThat(Span.words()).containsExactly("5m", "1h", "12h");
    }

    private void look(double second) {
        history.look((long) (second * TimeUnit.SECONDS.toNanos(1)));
    }

    private List<String> lastOf(Span span, int count) {
        return all(span).stream()
                .map(
                        values ->
                                String.join(
                                        " ",
                                        Arrays.copyOfRange(
                                                values, values.length - count, values.length)))
                .toList();
    }

    private List<String[]> all(Span span) {
        String json = history.json(span);
        return List.of("rate", "depth", "commit.a-b_c").stream()
                .map(
                        name -> {
                            int start = json.indexOf("\"" + name + "\":[") + name.length() + 4;
                            return json.substring(start, json.indexOf(']', start)).split(",");
                        })
                .toList();
    }
}
