package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class SendConfigTest {
    @Test
    void buffersOfAllConnectionsTogetherStayWithinSixteenMebibytes() {
        assertThat(config(1).bufferBytes(320)).isEqualTo(65_536);
        assertThat(config(10_000).bufferBytes(320)).isEqualTo(16 * 1024 * 1024 / 10_000);
    }

    @Test
    void bufferHoldsAtLeastOneLine() {
        assertThat(config(10_000).bufferBytes(3_000)).isEqualTo(3_000);
        assertThat(config(1).bufferBytes(65_536)).isEqualTo(65_536);
    }

    @Test
    void tenThousandConnectionsNeedFourThreadsAtMost() {
        assertThat(config(10_000).threads(2)).isEqualTo(1);
        assertThat(config(10_000).threads(64)).isEqualTo(4);
        assertThat(config(1).threads(64)).isEqualTo(1);
        assertThat(config(1).threads(1)).isEqualTo(1);
    }

    @Test
    void refusesARateOutsideItsBounds() {
        assertThat(Rate.MAX.unpaced()).isTrue();
        assertThatThrownBy(() -> new Rate(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rate: expected 1..100000000, found 0");
        assertThatThrownBy(() -> new Rate(100_000_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rate: expected 1..100000000, found 100000001");
    }

    private static SendConfig config(int connections) {
        return new SendConfig(
                "127.0.0.1",
                1,
                connections,
                Rate.MAX,
                null,
                Long.MAX_VALUE,
                Duration.ofSeconds(1),
                null);
    }
}
