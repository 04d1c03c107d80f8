package io.logdrive.payara.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LetterPortionsTest {
    private static final long MIB = 1 << 20;

    @Test
    void holdsAtMostAHundredLetters() {
        List<Long> letters = Collections.nCopies(201, 1L);

        assertThat(LetterPortions.of(letters, Long::longValue))
                .extracting(List::size)
                .containsExactly(100, 100, 1);
        assertThat(LetterPortions.of(letters.subList(0, 100), Long::longValue)).hasSize(1);
    }

    @Test
    void holdsAtMostFourMebibytesButForALetterThatIsLarger() {
        List<Long> letters = List.of(2 * MIB, 2 * MIB, 1L, 9 * MIB, 4 * MIB, 1L);

        assertThat(LetterPortions.of(letters, Long::longValue))
                .containsExactly(
                        List.of(2 * MIB, 2 * MIB),
                        List.of(1L),
                        List.of(9 * MIB),
                        List.of(4 * MIB),
                        List.of(1L));
    }

    @Test
    void isNothingWhereThereIsNothing() {
        assertThat(LetterPortions.of(List.<Long>of(), Long::longValue)).isEmpty();
    }
}
