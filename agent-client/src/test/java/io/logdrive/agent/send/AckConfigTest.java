package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Memory for unacknowledged chunks is bounded whatever is asked for. */
class AckConfigTest {
    private static final int LINE_BYTES = 320;

    @Test
    void fewConnectionsHaveFullWindowsOfLargeChunks() {
        assertThat(AckConfig.windowDefault(1, LINE_BYTES)).isEqualTo(32);
        assertThat(AckConfig.of(32).chunkBytes(1, LINE_BYTES)).isEqualTo(65_536);
    }

    @Test
    void allChunksOfAllConnectionsStayWithinTheBound() {
        for (int connections : new int[] {1, 2, 16, 17, 100, 1_000, 10_000}) {
            int window = AckConfig.windowDefault(connections, LINE_BYTES);
            long chunk = AckConfig.of(window).chunkBytes(connections, LINE_BYTES);

            assertThat(chunk * window * connections)
                    .as("%d connections", connections)
                    .isLessThanOrEqualTo(AckConfig.WINDOWS_BYTES_MAX);
            assertThat(window).isGreaterThanOrEqualTo(2);
            assertThat(chunk).isGreaterThanOrEqualTo(AckConfig.chunkBytesLeast(LINE_BYTES));
        }
    }

    @Test
    void chunkTakesAtLeastTheLongestLine() {
        assertThat(AckConfig.of(32).chunkBytes(16, 65_536)).isGreaterThan(65_536);
    }
}
