package io.logdrive.payara;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessExitTest {
    @Test
    void saysOurOwnOutermostMessage() {
        ConfigurationException own = new ConfigurationException(List.of("a: expected 1, found 2"));
        own.initCause(new IOException("inner"));

        assertThat(ProcessExit.reasonOf(new IllegalStateException("outer", own)))
                .isEqualTo("configuration: a: expected 1, found 2");
    }

    @Test
    void saysTheInnermostMessageWhenNoneIsOurs() {
        Throwable failure = new IllegalStateException("outer", new IOException("disk is full"));

        assertThat(ProcessExit.reasonOf(failure)).isEqualTo("disk is full");
    }

    @Test
    void saysTheTypeWhenThereIsNoMessage() {
        assertThat(ProcessExit.reasonOf(new NullPointerException()))
                .isEqualTo("java.lang.NullPointerException");
    }
}
