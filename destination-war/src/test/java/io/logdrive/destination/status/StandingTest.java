package io.logdrive.destination.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final long NEVER = Long.MAX_VALUE;

    private final Standing standing = new Standing(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void isIdleUntilSomethingComesAndAWhileAfterTheLastCommit() {
        assertThat(standing.look("", 0, NEVER)).isEqualTo(new Standing.Now(State.IDLE, "", NOW));
        assertThat(standing.look("", 1, NEVER).state()).isEqualTo(State.STORING);
        assertThat(standing.look("", 0, 0).state()).isEqualTo(State.STORING);
        assertThat(standing.look("", 0, Standing.QUIET_NANOS - 1).state()).isEqualTo(State.STORING);
        assertThat(standing.look("", 0, Standing.QUIET_NANOS).state()).isEqualTo(State.IDLE);
    }

    @Test
    void waitsWithItsReasonWhateverElseThereIs() {
        assertThat(standing.look("database refuses connections: no", 5, 0))
                .isEqualTo(
                        new Standing.Now(State.WAITING, "database refuses connections: no", NOW));
        assertThat(State.WAITING.word()).isEqualTo("waiting");
    }
}
