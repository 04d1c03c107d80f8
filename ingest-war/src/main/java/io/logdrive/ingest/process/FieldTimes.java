package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.wire.TimeText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads times that are the text of a field: by the user's own patterns, or in one of the forms that
 * lines begin with.
 *
 * <p>Confined to the thread that parses.
 */
final class FieldTimes {
    private static final int TEXT_CHARS_MAX = 100;

    private final List<DateTimeFormatter> formatters;
    private final LineCalendar calendar;
    private final LineTimes times;
    private final LineBytes line = new LineBytes();
    private final ZoneId zone;

    /**
     * Of a zone and a year as {@link LineCalendar}.
     *
     * @param patterns of the user; empty: the known forms
     */
    FieldTimes(ZoneId zone, int yearGiven, List<DateTimeFormatter> patterns) {
        this.zone = zone;
        this.calendar = new LineCalendar(zone, yearGiven);
        this.times = new LineTimes(zone, yearGiven);
        this.formatters = patterns;
    }

    /** Microseconds since the epoch, or {@link TimeText#NO_TIME}. */
    long micros(String text, long receivedMicros) {
        if (text.length() > TEXT_CHARS_MAX) {
            return TimeText.NO_TIME;
        }
        if (formatters.isEmpty()) {
            byte[] bytes = text.getBytes(UTF_8);
            line.of(bytes, 0, bytes.length);
            boolean read = times.read(line, 0, receivedMicros) && times.stop() == bytes.length;
            return read ? times.micros() : TimeText.parseMicros(text);
        }
        calendar.received(receivedMicros);
        for (DateTimeFormatter formatter : formatters) {
            long micros = micros(formatter, text);
            if (micros != TimeText.NO_TIME) {
                return micros;
            }
        }
        return TimeText.NO_TIME;
    }

    private long micros(DateTimeFormatter formatter, String text) {
        try {
            TemporalAccessor parsed = formatter.parse(text);
            LocalTime time = parsed.query(TemporalQueries.localTime());
            long seconds = seconds(parsed, time == null ? LocalTime.MIDNIGHT : time);
            int micros = time == null ? 0 : time.get(ChronoField.MICRO_OF_SECOND);
            return LineCalendar.isUsable(seconds)
                    ? seconds * LineCalendar.MICROS_PER_SECOND + micros
                    : TimeText.NO_TIME;
        } catch (DateTimeException e) {
            return TimeText.NO_TIME;
        }
    }

    private long seconds(TemporalAccessor parsed, LocalTime time) {
        LocalDate date = parsed.query(TemporalQueries.localDate());
        if (date != null) {
            @Nullable ZoneId own = parsed.query(TemporalQueries.zone());
            return date.atTime(time).atZone(own == null ? zone : own).toEpochSecond();
        }
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return Instant.from(parsed).getEpochSecond();
        }
        if (parsed.isSupported(ChronoField.MONTH_OF_YEAR)
                && parsed.isSupported(ChronoField.DAY_OF_MONTH)) {
            return calendar.nearestYear(
                    parsed.get(ChronoField.MONTH_OF_YEAR),
                    parsed.get(ChronoField.DAY_OF_MONTH),
                    time.toSecondOfDay());
        }
        return calendar.nearestDay(time.toSecondOfDay());
    }
}
