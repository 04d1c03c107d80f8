package io.logdrive.destination.query;

import io.logdrive.destination.store.MessageFilter.ClockColumn;
import io.logdrive.destination.store.MessageFilter.Range;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** The parameters that say of which time. Thread-safe. */
final class RangeParameters {
    static final List<String> NAMES = List.of("by", "end", "since", "start", "tz");

    private static final String SINCE = "1h";
    private static final String SINCE_ALL = "all";

    private RangeParameters() {}

    static ClockColumn clock(Parameters parameters) {
        return clock(parameters, "by");
    }

    /** As above by another name. */
    static ClockColumn clock(Parameters parameters, String name) {
        String by = parameters.word(name, "event", List.of("event", "received"));
        return by.equals("event") ? ClockColumn.EVENT : ClockColumn.RECEIVED;
    }

    static Range range(Parameters parameters, Instant now) {
        return range(parameters, now, SINCE);
    }

    /** As above with another default of {@code since}. */
    static Range range(Parameters parameters, Instant now, String sinceDefault) {
        QueryTime times = new QueryTime(now, zone(parameters));
        String end = parameters.one("end");
        String start = parameters.one("start");
        String since = parameters.one("since");
        String back = since == null ? sinceDefault : since;
        long endMicros = end == null ? QueryTime.micros(now) : times.micros("end", end);
        Long sinceMicros = null;
        if (!SINCE_ALL.equals(back)) {
            sinceMicros = QueryTime.before(endMicros, "since", back);
        }
        if (start != null) {
            long startMicros = times.micros("start", start);
            if (startMicros >= endMicros) {
                throw QueryProblem.of("start", "a time before end", Parameters.quoted(start));
            }
            return new Range(startMicros, endMicros);
        }
        return new Range(sinceMicros, endMicros);
    }

    static ZoneId zone(Parameters parameters) {
        String text = parameters.one("tz");
        try {
            return ZoneId.of(text == null ? "UTC" : text);
        } catch (DateTimeException e) {
            throw QueryProblem.of(
                    "tz", "a zone as UTC, +02:00 or Europe/Berlin", Parameters.quoted("" + text));
        }
    }

    /** How long the database may take: what is asked for, cut to what the server allows. */
    static Duration timeout(Parameters parameters, QueryConfig config) {
        String text = parameters.one("timeout");
        if (text == null) {
            return config.timeoutDefault();
        }
        Duration asked = QueryTime.duration("timeout", text);
        if (asked.isZero()) {
            throw QueryProblem.of("timeout", "more than 0", Parameters.quoted(text));
        }
        return asked.compareTo(config.timeoutMax()) > 0 ? config.timeoutMax() : asked;
    }
}
