package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
    @Test
    void isFoundAnywhere() {
        assertThat(Regex.of("time(d)? out").isFoundIn("it timed out", deadline())).isTrue();
        assertThat(Regex.of("^out").isFoundIn("it timed out", deadline())).isFalse();
        assertThat(Regex.of("a{1000}").isFoundIn("a".repeat(1_000), deadline())).isTrue();
        assertThat(Regex.of("[{]5}").isFoundIn("{5}", deadline())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(a{1000}){1000}",
                "(((a{30}){30}){30}){30}",
                "((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}",
                "\\pL{1000}\\pL{1000}\\pL{1000}\\pL{1000}\\pL{1000}\\pL{1000}",
                "(?:x{999}){999}"
            })
    void refusesAtOnceWhatWouldBeHugeWrittenOut(String text) {
        long begin = System.nanoTime();

        assertThatThrownBy(() -> Regex.of(text)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void saysWhatItExpected() {
        assertThatThrownBy(() -> Regex.of("a{1000}{1000}")).hasMessageStartingWith("expected ");
        assertThatThrownBy(() -> Regex.of("(a{100}){100}"))
                .hasMessage("expected at most 5000 steps with repetitions written out, found more");
        assertThatThrownBy(() -> Regex.of("x".repeat(1_001)))
                .hasMessage("expected at most 1000 characters, found 1001");
        assertThatThrownBy(() -> Regex.of("(?=a)")).hasMessageStartingWith("expected RE2 syntax");
        assertThatThrownBy(() -> Regex.of("(" + "x".repeat(98) + "\ud83d\ude00y"))
                .hasMessage(
                        "expected RE2 syntax, found missing closing ): (" + "x".repeat(98) + "…");
    }

    @Test
    void stopsAtTheDeadlineInTheMiddleOfAText() {
        Regex regex = Regex.of("(?:a?){800}b");
        String text = "a".repeat(4_000_000);
        long begin = System.nanoTime();

        assertThatThrownBy(() -> regex.isFoundIn(text, Deadline.in(Duration.ofMillis(300))))
                .isInstanceOf(StoreException.Timeout.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(30));
    }
}
