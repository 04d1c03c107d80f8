package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class ShareTest {
    @Test
    void countsTheLinesThatFallToItsConnections() {
        for (int connections = 1; connections <= 7; connections++) {
            for (int first = 0; first < connections; first++) {
                for (int count = 1; first + count <= connections; count++) {
                    Share share = new Share(first, count, connections);
                    long own = 0;
                    for (int line = 0; line < 50; line++) {
                        assertThat(share.of(line)).isEqualTo(own);
                        int connection = line % connections;
                        if (connection >= first && connection < first + count) {
                            assertThat(share.line(own)).isEqualTo(line);
                            own++;
                        }
                    }
                }
            }
        }
    }

    @Test
    void refusesAPartThatIsNotThere() {
        assertThatThrownBy(() -> new Share(2, 3, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("share: expected a part of 4, found 2+3");
    }
}
