package io.logdrive.agent;

import io.logdrive.agent.send.AckConfig;
import io.logdrive.agent.send.AckPercentiles;
import io.logdrive.agent.send.ConnectionReport;
import io.logdrive.agent.send.Rate;
import io.logdrive.agent.send.SendConfig;
import io.logdrive.agent.send.SendReport;
import io.logdrive.agent.send.SendReport.SentSpan;
import io.logdrive.agent.send.SessionEnd;
import io.logdrive.agent.send.SessionReport;
import io.logdrive.agent.send.StopCause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs that were, for what is said about them. Thread-safe. */
final class Reports {
    private static final long SECOND = 1_000_000_000L;

    static final SendConfig CONFIG =
            new SendConfig(
                    "127.0.0.1",
                    5170,
                    2,
                    new Rate(1_000),
                    Duration.ofSeconds(10),
                    Long.MAX_VALUE,
                    Duration.ofSeconds(60),
                    null);

    static final SendReport CONFIRMED =
            new SendReport(
                    StopCause.DURATION,
                    1_640_000,
                    0,
                    "",
                    10 * SECOND,
                    10 * SECOND + 250_000_000,
                    new SentSpan(1_000_000, 9_999_000_000L),
                    Map.of(SessionEnd.CONFIRMED, 2L),
                    List.of(
                            connection(0, 5_000, 0, session(40_001, 5_000, SessionEnd.CONFIRMED)),
                            connection(1, 5_000, 0, session(40_002, 5_000, SessionEnd.CONFIRMED))),
                    null);

    static final SendReport UNCONFIRMED =
            new SendReport(
                    StopCause.SIGNAL,
                    984_000,
                    3,
                    "Connection \"refused\"",
                    10 * SECOND,
                    20 * SECOND,
                    new SentSpan(1_000_000, 9_999_000_000L),
                    Map.of(
                            SessionEnd.CONFIRMED,
                            1L,
                            SessionEnd.RESET,
                            1L,
                            SessionEnd.TIMED_OUT,
                            1L),
                    List.of(
                            connection(
                                    0,
                                    3_000,
                                    1_500,
                                    session(40_001, 1_500, SessionEnd.RESET),
                                    session(40_003, 3_000, SessionEnd.CONFIRMED)),
                            connection(1, 0, 1_500, session(40_002, 1_500, SessionEnd.TIMED_OUT))),
                    null);

    static final SendReport NOTHING =
            new SendReport(
                    StopCause.DURATION,
                    0,
                    9,
                    "Connection refused",
                    10 * SECOND,
                    10 * SECOND,
                    new SentSpan(-1, -1),
                    Map.of(),
                    List.of(connection(0, 0, 0), connection(1, 0, 0)),
                    null);

    static final SendConfig ACK_CONFIG =
            new SendConfig(
                    "127.0.0.1",
                    5170,
                    2,
                    new Rate(1_000),
                    Duration.ofSeconds(10),
                    Long.MAX_VALUE,
                    Duration.ofSeconds(60),
                    AckConfig.of(32));

    static final SendReport ACKNOWLEDGED = acknowledged(5_000, 0, 5_000);

    static final SendReport UNACKNOWLEDGED = acknowledged(4_000, 1_000, 14_000);

    private Reports() {}

    private static SendReport acknowledged(long safe, long left, long position) {
        ConnectionReport connection =
                new ConnectionReport(
                        0,
                        safe + left,
                        safe,
                        left,
                        0,
                        1,
                        List.of(
                                session(40_001, 2_000, SessionEnd.SILENT),
                                session(40_002, 3_700, SessionEnd.CONFIRMED)),
                        0,
                        new ConnectionReport.Acknowledged(new UUID(1, 2), "drill", 700, position));
        return new SendReport(
                StopCause.DURATION,
                1_000_000,
                2,
                "Connection reset",
                10 * SECOND,
                10 * SECOND,
                new SentSpan(1_000_000, 9_999_000_000L),
                Map.of(SessionEnd.SILENT, 1L, SessionEnd.CONFIRMED, 1L),
                List.of(connection),
                new AckPercentiles(1_234, 5_678, 90_123, 456_789, 1_234_567));
    }

    private static ConnectionReport connection(
            int index, long confirmed, long unconfirmed, SessionReport... sessions) {
        long sent = confirmed + unconfirmed;
        return new ConnectionReport(
                index,
                sent,
                confirmed,
                unconfirmed,
                5_000 - sent,
                Math.max(0, sessions.length - 1),
                List.of(sessions),
                0,
                null);
    }

    private static SessionReport session(int port, long lines, SessionEnd end) {
        return new SessionReport(port, lines, end);
    }
}
