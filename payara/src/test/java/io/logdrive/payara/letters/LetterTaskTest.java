package io.logdrive.payara.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LetterTaskTest {
    private static final LetterChoice RED = LetterChoice.toShow(List.of("red"));

    @Test
    void saysWhatWasDoneAndWhereItIsNow() {
        LetterTask task = new LetterTask(RED, true);

        assertThat(task.line(new LettersChanged(3, 0, List.of(), true), "data=queued", ""))
                .isEqualTo(
                        "dead-letters-retried filter=\"red\" until=none done=3 refused=0 more=true"
                                + " data=queued");
    }

    @Test
    void saysWhyTheFirstStaysAndWhyItEndedBeforeItsTime() {
        LetterTask task = new LetterTask(RED, false);

        assertThat(task.line(new LettersChanged(1, 2, List.of("a", "b"), false), "", "no disk"))
                .isEqualTo(
                        "dead-letters-deleted filter=\"red\" until=none done=1 refused=2 more=false"
                                + " reason=\"a\" failure=no disk");
    }
}
