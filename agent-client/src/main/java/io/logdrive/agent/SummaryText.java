package io.logdrive.agent;

import io.logdrive.agent.send.AckPercentiles;
import io.logdrive.agent.send.SendConfig;
import io.logdrive.agent.send.SendReport;
import io.logdrive.agent.send.SessionEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A run's summary for people.
 *
 * <p>Immutable.
 */
final class SummaryText {
    private final SendConfig config;
    private final SendReport report;
    private final boolean kept;

    /**
     * @param kept whether a file keeps the position
     */
    SummaryText(SendConfig config, SendReport report, boolean kept) {
        this.config = config;
        this.report = report;
        this.kept = kept;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "sent",
                "%,d lines, %,d bytes in %,.1f s",
                report.sent(),
                report.bytes(),
                report.sendNanos() / 1e9);
        line(
                text,
                "rate",
                "%,.0f lines/s, asked for %s",
                report.rate(),
                RateText.of(config.rate()));
        if (report.unsent() > 0) {
            line(
                    text,
                    "not sent",
                    "%,d lines that were due: the connection was down or too slow for them",
                    report.unsent());
        }
        line(
                text,
                "connections",
                "%,d of %,d came up, %s, %s%s",
                report.connectionsSeen(),
                config.connections(),
                counted(report.reconnects(), "reconnect"),
                counted(report.connectFailures(), "failed attempt"),
                report.lastFailure().isEmpty() ? "" : ", last failure: " + report.lastFailure());
        if (config.ack() == null) {
            confirmed(text);
        } else {
            acknowledged(text);
        }
        return text.toString();
    }

    private void confirmed(StringBuilder text) {
        if (report.confirmed() > 0 || report.sent() == 0) {
            line(
                    text,
                    "confirmed",
                    report.sent() == 0
                            ? "nothing, for nothing was sent"
                            : "%,d lines: the server has them",
                    report.confirmed());
        }
        if (report.unconfirmed() > 0) {
            line(
                    text,
                    "not confirmed:",
                    " between 0 and %,d lines may be missing%s",
                    report.unconfirmed(),
                    unconfirmedSessions());
        }
    }

    private void acknowledged(StringBuilder text) {
        line(
                text,
                "acknowledged",
                report.sent() == 0
                        ? "nothing, for nothing was sent"
                        : "%,d lines: the server has them",
                report.confirmed());
        AckPercentiles micros = report.ackPercentiles();
        if (micros != null) {
            line(
                    text,
                    "ack time",
                    "p50 %,.1f ms, p90 %,.1f ms, p99 %,.1f ms, p99.9 %,.1f ms, max %,.1f ms",
                    micros.p50Micros() / 1e3,
                    micros.p90Micros() / 1e3,
                    micros.p99Micros() / 1e3,
                    micros.p999Micros() / 1e3,
                    micros.maxMicros() / 1e3);
        }
        if (report.resent() > 0) {
            line(text, "resent", "%,d lines, because a connection was lost", report.resent());
        }
        if (report.unconfirmed() > 0) {
            line(
                    text,
                    "unacknowledged",
                    " %,d lines: between 0 and all of them may be missing",
                    report.unconfirmed());
        }
        if (kept) {
            line(
                    text,
                    "position",
                    "%,d lines of all runs are acknowledged without a gap",
                    report.position());
        }
    }

    /** {@code (2 connections reset, 1 closed by the server)}. */
    private String unconfirmedSessions() {
        List<String> parts = new ArrayList<>();
        add(parts, SessionEnd.RESET, "reset");
        add(parts, SessionEnd.CLOSED, "closed early by the server");
        add(parts, SessionEnd.TIMED_OUT, "not closed by the server in time");
        return " (connections: " + String.join(", ", parts) + ")";
    }

    private void add(List<String> parts, SessionEnd end, String words) {
        long count = report.ends().getOrDefault(end, 0L);
        if (count > 0) {
            parts.add(String.format(Locale.ROOT, "%,d %s", count, words));
        }
    }

    private static String counted(long count, String what) {
        return String.format(Locale.ROOT, count == 1 ? "%,d %s" : "%,d %ss", count, what);
    }

    private static void line(StringBuilder text, String label, String format, Object... figures) {
        text.append(String.format(Locale.ROOT, "%-14s", label));
        text.append(String.format(Locale.ROOT, format, figures));
        text.append(System.lineSeparator());
    }
}
