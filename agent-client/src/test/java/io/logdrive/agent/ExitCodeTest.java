package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class ExitCodeTest {
    @Test
    void isZeroOnlyWhenEverythingSentIsConfirmed() {
        assertThat(ExitCode.of(Reports.CONFIRMED)).isZero();
        assertThat(ExitCode.of(Reports.UNCONFIRMED)).isEqualTo(1);
    }

    @Test
    void runThatSentNothingDidNotSucceed() {
        assertThat(ExitCode.of(Reports.NOTHING)).isEqualTo(1);
    }
}
