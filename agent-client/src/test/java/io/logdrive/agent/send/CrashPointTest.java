package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashPointTest {
    @Test
    void isArmedForTheGivenPass() {
        assertThat(CrashPoint.armed(null)).isNull();
        assertThat(CrashPoint.armed("sent")).hasValue(1);
        assertThat(CrashPoint.armed("sent:10")).hasValue(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "send", "sent:", "sent:0", "sent:-1", "sent:x", "rows-inserted:1"})
    void refusesWhatIsNoPointOfTheAgent(String text) {
        assertThatThrownBy(() -> CrashPoint.armed(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "io.logdrive.drill.crash: expected sent or sent:N, found \"" + text + "\"");
    }
}
