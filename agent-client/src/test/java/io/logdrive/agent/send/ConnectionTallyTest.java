package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class ConnectionTallyTest {
    private final ConnectionTally tally = new ConnectionTally(3, 1_000, 2);

    @Test
    void onlyLinesOfAConfirmedSessionAreConfirmed() {
        session(4_001, 10, SessionEnd.RESET);
        session(4_002, 20, SessionEnd.CONFIRMED);

        ConnectionReport report = tally.report();

        assertThat(report)
                .isEqualTo(
                        new ConnectionReport(
                                3,
                                30,
                                20,
                                10,
                                0,
                                1,
                                List.of(
                                        new SessionReport(4_001, 10, SessionEnd.RESET),
                                        new SessionReport(4_002, 20, SessionEnd.CONFIRMED)),
                                0,
                                null));
        assertThat(tally.ends()).isEqualTo(Map.of(SessionEnd.RESET, 1L, SessionEnd.CONFIRMED, 1L));
    }

    @Test
    void sessionsBeyondTheBoundAreCountedAndNotNamed() {
        session(1, 1, SessionEnd.CLOSED);
        session(2, 1, SessionEnd.CLOSED);
        session(3, 1, SessionEnd.TIMED_OUT);

        ConnectionReport report = tally.report();

        assertThat(report.sessions()).hasSize(2);
        assertThat(report.sessionsOmitted()).isEqualTo(1);
        assertThat(report.unconfirmed()).isEqualTo(3);
        assertThat(report.reconnects()).isEqualTo(2);
    }

    @Test
    void unsentIsWhatWasDueAndIsNotSentAndNeverMoreThanTheLimit() {
        tally.due(900);
        tally.due(900);
        session(1, 400, SessionEnd.CONFIRMED);

        assertThat(tally.report().unsent()).isEqualTo(600);
    }

    @Test
    void connectionThatNeverCameUpHasNoReconnects() {
        assertThat(tally.report().reconnects()).isZero();
        assertThat(tally.again()).isFalse();
    }

    private void session(int port, long lines, SessionEnd end) {
        tally.opened(port);
        tally.sent(lines);
        tally.closed(end);
    }
}
