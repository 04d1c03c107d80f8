package io.logdrive.payara.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterChoiceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");
    private static final List<String> ALL = List.of("*");
    private static final List<String> BEFORE = List.of("2026-11-23T01:00:00.000002Z");
    private static final String EXPECTED_TEXT =
            "filter: expected a text of 1..200 characters, * for all, found ";
    private static final String EXPECTED_TIME =
            "until: expected a time as 2026-10-19T12:00:00Z, until of the list, found ";

    @Test
    void matchesATextInAnyCaseInAnyOfTheTexts() {
        LetterChoice choice = LetterChoice.toShow(List.of("Grün 1"));

        assertThat(choice.matches(0, "x", "so GRÜN 1 it is")).isTrue();
        assertThat(choice.matches(0, "x", "grun 1")).isFalse();
        assertThat(choice.matches(0)).isFalse();
    }

    @Test
    void matchesWhatDiedAtTheMomentAndNothingLater() {
        LetterChoice choice = LetterChoice.toChange(ALL, BEFORE, NOW);

        assertThat(choice.matches(choice.untilMicros(), "x")).isTrue();
        assertThat(choice.matches(choice.untilMicros() + 1, "x")).isFalse();
        assertThat(choice.untilMicros())
                .isEqualTo(Instant.parse("2026-11-23T01:00:00Z").getEpochSecond() * 1_000_000 + 2);
    }

    @Test
    void takesAMomentOfAnyOffset() {
        LetterChoice choice =
                LetterChoice.toChange(ALL, List.of("2026-11-23T02:00:00.000002+01:00"), NOW);

        assertThat(choice)
                .hasToString("filter=\"*\" until=2026-11-23T01:00:00.000002Z")
                .extracting(LetterChoice::untilMicros)
                .isEqualTo(LetterChoice.toChange(ALL, BEFORE, NOW).untilMicros());
    }

    @Test
    void showsAllWhenNothingIsSaidAndChangesNothingThen() {
        assertThat(LetterChoice.toShow(null).matches(Long.MAX_VALUE, "x")).isTrue();
        assertThat(LetterChoice.toShow(List.of()).matches(0, "x")).isTrue();
        assertThat(LetterChoice.toShow(ALL).matches(0)).isTrue();

        refuses(null, BEFORE, EXPECTED_TEXT + "none");
        refuses(List.of(), BEFORE, EXPECTED_TEXT + "none");
        refuses(List.of(""), BEFORE, EXPECTED_TEXT + "an empty one");
        refuses(List.of(" "), BEFORE, EXPECTED_TEXT + "an empty one");
        refuses(List.of("x".repeat(201)), BEFORE, EXPECTED_TEXT + "201");
        refuses(List.of("a", "b"), BEFORE, "filter: expected one value, found 2 values");
        refuses(ALL, null, EXPECTED_TIME + "none");
        refuses(ALL, List.of(""), EXPECTED_TIME + "\"\"");
        refuses(ALL, List.of("yester\nday"), EXPECTED_TIME + "\"yester?day\"");
        refuses(
                ALL,
                List.of("2026-11-23T02:00:00.001Z"),
                "until: expected a time that has been, found 2026-11-23T02:00:00.001Z, which is"
                        + " after 2026-11-23T02:00:00Z");
    }

    @Test
    void refusesToShowWhatIsEmptyOrTooLong() {
        assertThatThrownBy(() -> LetterChoice.toShow(List.of("")))
                .hasMessage(EXPECTED_TEXT + "an empty one");
    }

    @Test
    void isWrittenToALogWithoutWhatBreaksALine() {
        assertThat(LetterChoice.toShow(List.of("a\r\nb\"")))
                .hasToString("filter=\"a??b?\" until=none");
    }

    @Test
    void countsAndKeepsTheFirstReasonsOnly() {
        LetterTally tally = new LetterTally();
        tally.done(7);
        for (int i = 0; i < 9; i++) {
            tally.refused("reason " + i);
        }

        assertThat(tally.whole())
                .isEqualTo(
                        new LettersChanged(
                                7,
                                9,
                                List.of("reason 0", "reason 1", "reason 2", "reason 3", "reason 4"),
                                false));
        assertThat(tally.cut(1).more()).isTrue();
        assertThat(tally.whole()).hasToString("done=7 refused=9 more=false");
    }

    @Test
    void doesNotAskToGoOnWhenNothingMoved() {
        LetterTally tally = new LetterTally();
        tally.looked();

        assertThat(tally.cut(0))
                .isEqualTo(
                        new LettersChanged(
                                0,
                                0,
                                List.of(
                                        "no time for more than the 1 oldest, none of which was"
                                                + " changed"),
                                false));
    }

    private static void refuses(
            @Nullable List<String> filter, @Nullable List<String> until, String message) {
        assertThatThrownBy(() -> LetterChoice.toChange(filter, until, NOW))
                .isInstanceOf(WrongChoiceException.class)
                .hasMessage(message)
                .extracting(e -> ((WrongChoiceException) e).parameter())
                .isEqualTo(message.substring(0, message.indexOf(':')));
    }
}
