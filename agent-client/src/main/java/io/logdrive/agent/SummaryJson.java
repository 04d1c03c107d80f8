package io.logdrive.agent;

import io.logdrive.agent.send.AckPercentiles;
import io.logdrive.agent.send.ConnectionReport;
import io.logdrive.agent.send.Rate;
import io.logdrive.agent.send.SendConfig;
import io.logdrive.agent.send.SendReport;
import io.logdrive.agent.send.SessionReport;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A run's summary for scripts: one JSON object in one line. docs/agent.md says what its members
 * mean.
 *
 * <p>Immutable.
 */
final class SummaryJson {
    private static final double SECOND_NANOS = 1e9;
    private static final double MILLI_MICROS = 1e3;

    private final SendConfig config;
    private final SendReport report;
    private final Instant start;
    private final long seed;

    SummaryJson(SendConfig config, SendReport report, Instant start, long seed) {
        this.config = config;
        this.report = report;
        this.start = start;
        this.seed = seed;
    }

    String with(int exitCode) {
        StringBuilder json = new StringBuilder("{");
        member(json, "sent", report.sent());
        if (config.ack() == null) {
            member(json, "confirmed", report.confirmed());
            member(json, "unconfirmed", report.unconfirmed());
        } else {
            member(json, "acknowledged", report.confirmed());
            member(json, "unacknowledged", report.unconfirmed());
            member(json, "resent", report.resent());
            member(json, "ackMillis", ackMillis());
        }
        member(json, "unsent", report.unsent());
        member(json, "bytes", report.bytes());
        member(json, "seconds", seconds(report.sendNanos()));
        member(json, "rate", decimals(report.rate()));
        member(json, "rateAsked", asked());
        member(json, "secondsToConfirm", seconds(report.totalNanos() - report.sendNanos()));
        member(json, "reconnects", report.reconnects());
        member(json, "connectFailures", report.connectFailures());
        member(json, "lastFailure", text(report.lastFailure()));
        member(json, "stopped", text(report.cause().word()));
        member(json, "exitCode", exitCode);
        member(json, "host", text(config.host()));
        member(json, "port", config.port());
        member(json, "seed", seed);
        member(json, "started", time(0));
        member(json, "firstSent", time(report.span().firstNanos()));
        member(json, "lastSent", time(report.span().lastNanos()));
        member(json, "ended", time(report.totalNanos()));
        member(json, "connections", array(report.connections(), SummaryJson::connection));
        return json.append('}').toString();
    }

    private static String connection(ConnectionReport connection) {
        StringBuilder json = new StringBuilder("{");
        member(json, "index", connection.index());
        ConnectionReport.Acknowledged acknowledged = connection.acknowledged();
        if (acknowledged == null) {
            member(json, "sent", connection.sent());
            member(json, "confirmed", connection.confirmed());
            member(json, "unconfirmed", connection.unconfirmed());
        } else {
            String name = acknowledged.name();
            member(json, "origin", text(acknowledged.origin().toString()));
            member(json, "source", name.isEmpty() ? "null" : text(name));
            member(json, "position", acknowledged.position());
            member(json, "sent", connection.sent());
            member(json, "acknowledged", connection.confirmed());
            member(json, "unacknowledged", connection.unconfirmed());
            member(json, "resent", acknowledged.resent());
        }
        member(json, "unsent", connection.unsent());
        member(json, "reconnects", connection.reconnects());
        member(json, "sessions", array(connection.sessions(), SummaryJson::session));
        member(json, "sessionsOmitted", connection.sessionsOmitted());
        return json.append('}').toString();
    }

    private static String session(SessionReport session) {
        StringBuilder json = new StringBuilder("{");
        member(json, "port", session.port());
        member(json, "lines", session.lines());
        member(json, "end", text(session.end().word()));
        return json.append('}').toString();
    }

    private Object asked() {
        if (config.rate() instanceof Rate rate) {
            return rate.unpaced() ? text("max") : rate.linesPerSecond();
        }
        return decimals(config.rate().mean());
    }

    private String ackMillis() {
        AckPercentiles micros = report.ackPercentiles();
        if (micros == null) {
            return "null";
        }
        StringBuilder json = new StringBuilder("{");
        member(json, "p50", decimals(micros.p50Micros() / MILLI_MICROS));
        member(json, "p90", decimals(micros.p90Micros() / MILLI_MICROS));
        member(json, "p99", decimals(micros.p99Micros() / MILLI_MICROS));
        member(json, "p99.9", decimals(micros.p999Micros() / MILLI_MICROS));
        member(json, "max", decimals(micros.maxMicros() / MILLI_MICROS));
        return json.append('}').toString();
    }

    private String time(long nanos) {
        return nanos < 0 ? "null" : text(start.plusNanos(nanos).toString());
    }

    private static String seconds(long nanos) {
        return decimals(nanos / SECOND_NANOS);
    }

    private static String decimals(double number) {
        return String.format(Locale.ROOT, "%.3f", number);
    }

    private static <T> String array(List<T> elements, Function<T, String> element) {
        return elements.stream().map(element).collect(Collectors.joining(",", "[", "]"));
    }

    private static void member(StringBuilder json, String name, Object value) {
        if (json.length() > 1) {
            json.append(',');
        }
        json.append('"').append(name).append("\":").append(value);
    }

    private static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
