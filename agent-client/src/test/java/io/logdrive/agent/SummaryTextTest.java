package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class SummaryTextTest {
    @Test
    void saysThatTheServerHasEverything() {
        assertThat(new SummaryText(Reports.CONFIG, Reports.CONFIRMED, false).toString().lines())
                .containsExactly(
                        "sent          10,000 lines, 1,640,000 bytes in 10.0 s",
                        "rate          1,000 lines/s, asked for 1,000 lines/s",
                        "connections   2 of 2 came up, 0 reconnects, 0 failed attempts",
                        "confirmed     10,000 lines: the server has them");
    }

    @Test
    void saysHowManyMayBeMissingAndWhy() {
        assertThat(new SummaryText(Reports.CONFIG, Reports.UNCONFIRMED, false).toString().lines())
                .containsExactly(
                        "sent          6,000 lines, 984,000 bytes in 10.0 s",
                        "rate          600 lines/s, asked for 1,000 lines/s",
                        "not sent      4,000 lines that were due: the connection was down or too"
                                + " slow for them",
                        "connections   2 of 2 came up, 1 reconnect, 3 failed attempts, last"
                                + " failure: Connection \"refused\"",
                        "confirmed     3,000 lines: the server has them",
                        "not confirmed: between 0 and 3,000 lines may be missing (connections:"
                                + " 1 reset, 1 not closed by the server in time)");
    }

    @Test
    void saysThatNothingWasSent() {
        assertThat(new SummaryText(Reports.CONFIG, Reports.NOTHING, false).toString().lines())
                .contains(
                        "sent          0 lines, 0 bytes in 10.0 s",
                        "connections   0 of 2 came up, 0 reconnects, 9 failed attempts, last"
                                + " failure: Connection refused",
                        "confirmed     nothing, for nothing was sent");
    }

    @Test
    void acknowledgedRunSaysWhatItSentAgain() {
        assertThat(
                        new SummaryText(Reports.ACK_CONFIG, Reports.ACKNOWLEDGED, false)
                                .toString()
                                .lines())
                .containsExactly(
                        "sent          5,000 lines, 1,000,000 bytes in 10.0 s",
                        "rate          500 lines/s, asked for 1,000 lines/s",
                        "connections   1 of 2 came up, 1 reconnect, 2 failed attempts, last"
                                + " failure: Connection reset",
                        "acknowledged  5,000 lines: the server has them",
                        "ack time      p50 1.2 ms, p90 5.7 ms, p99 90.1 ms, p99.9 456.8 ms, max"
                                + " 1,234.6 ms",
                        "resent        700 lines, because a connection was lost");
    }

    @Test
    void acknowledgedRunSaysWhatIsLeft() {
        assertThat(
                        new SummaryText(Reports.ACK_CONFIG, Reports.UNACKNOWLEDGED, true)
                                .toString()
                                .lines())
                .contains(
                        "acknowledged  4,000 lines: the server has them",
                        "unacknowledged 1,000 lines: between 0 and all of them may be missing",
                        "position      14,000 lines of all runs are acknowledged without a gap");
    }
}
