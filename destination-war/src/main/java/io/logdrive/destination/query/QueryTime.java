package io.logdrive.destination.query;

import io.logdrive.wire.TimeText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ways to write a time or a duration in a parameter (API.md, the shared parameters).
 *
 * <p>Immutable.
 *
 * @param now what relative times count from
 * @param zone of dates and times without an offset
 */
record QueryTime(Instant now, ZoneId zone) {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,19}(\\.\\d{1,9})?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|w|d|h|m|s)");
    private static final String FORMS =
            "a time (2026-10-19T12:00:00Z, 2026-10-19, epoch digits, -15m, now-1h, now, today or"
                    + " yesterday)";

    /**
     * Microseconds since the epoch.
     *
     * @throws QueryProblem when {@code text} is no time
     */
    long micros(String parameter, String text) {
        try {
            // A plus sign that was not encoded arrives as a blank.
            return microsOf(text.strip().replace(' ', '+'));
        } catch (DateTimeException | ArithmeticException e) {
            throw QueryProblem.of(parameter, FORMS, Parameters.quoted(text));
        }
    }

    /**
     * A duration such as {@code 90s}, {@code 1h30m}, {@code 7d}.
     *
     * @throws QueryProblem when {@code text} is none
     */
    static Duration duration(String parameter, String text) {
        try {
            return duration(text.strip());
        } catch (DateTimeException | ArithmeticException e) {
            throw QueryProblem.of(
                    parameter, "a duration as 30s, 15m, 1h30m or 7d", Parameters.quoted(text));
        }
    }

    /** The time that lies a duration such as {@code 1h30m} before {@code endMicros}. */
    static long before(long endMicros, String parameter, String text) {
        Duration back = duration(parameter, text);
        try {
            return Math.subtractExact(endMicros, Math.multiplyExact(back.toMillis(), 1_000L));
        } catch (ArithmeticException e) {
            throw QueryProblem.of(parameter, "a duration of less", Parameters.quoted(text));
        }
    }

    private long microsOf(String text) {
        if (text.equalsIgnoreCase("now")) {
            return micros(now);
        }
        if (text.equalsIgnoreCase("today")) {
            return micros(today().atStartOfDay(zone).toInstant());
        }
        if (text.equalsIgnoreCase("yesterday")) {
            return micros(today().minusDays(1).atStartOfDay(zone).toInstant());
        }
        if (text.startsWith("-")) {
            return micros(now.minus(duration(text.substring(1))));
        }
        if (text.startsWith("now-")) {
            return micros(now.minus(duration(text.substring(4))));
        }
        if (text.startsWith("now+")) {
            return micros(now.plus(duration(text.substring(4))));
        }
        if (DIGITS.matcher(text).matches()) {
            long micros = TimeText.parseMicros(text);
            if (micros == TimeText.NO_TIME) {
                throw new DateTimeException("not within 1970 to 2105");
            }
            return micros;
        }
        return micros(dateTime(text));
    }

    private Instant dateTime(String text) {
        if (text.length() == 10) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        // A blank between date and time instead of the T has become a plus above.
        String whole =
                text.length() > 10 && text.charAt(10) == '+'
                        ? text.substring(0, 10) + 'T' + text.substring(11)
                        : text;
        try {
            return OffsetDateTime.parse(whole).toInstant();
        } catch (DateTimeParseException e) {
            return LocalDateTime.parse(whole).atZone(zone).toInstant();
        }
    }

    private LocalDate today() {
        return ZonedDateTime.ofInstant(now, zone).toLocalDate();
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            sum = sum.plus(unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1))));
            end = matcher.end();
        }
        if (end == 0 || end != text.length()) {
            throw new DateTimeException("not a duration");
        }
        return sum;
    }

    private static Duration unit(String word) {
        return switch (word) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }

    static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                instant.getNano() / 1_000);
    }
}
