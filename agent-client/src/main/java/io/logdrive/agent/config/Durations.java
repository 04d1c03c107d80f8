package io.logdrive.agent.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as people write them. Thread-safe. */
public final class Durations {
    /** Those that need no explanation. */
    public static final String SHORT_FORMS = "60, 60s, 2m, 1h, 500ms";

    private static final Duration MIN = Duration.ofMillis(1);
    private static final Duration MAX = Duration.ofDays(365);
    private static final Pattern SHORT = Pattern.compile("(\\d{1,12})(ms|s|m|h|)");

    private Durations() {}

    /**
     * Reads a duration of 1 ms to 365 days; a number alone is seconds.
     *
     * @throws IllegalArgumentException saying what was expected and found
     */
    public static Duration parse(String text) {
        return parse(text, SHORT_FORMS + " or PT60S");
    }

    /**
     * Reads a duration.
     *
     * @param forms what to propose when it is none
     */
    public static Duration parse(String text, String forms) {
        Duration duration = read(text, forms);
        if (duration.compareTo(MIN) < 0 || duration.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("expected 1ms..365 days, found " + text);
        }
        return duration;
    }

    private static Duration read(String text, String forms) {
        Matcher matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            return Duration.of(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
        }
        try {
            return Duration.parse(text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("expected " + forms + ", found " + text, e);
        }
    }

    private static ChronoUnit unit(String letters) {
        return switch (letters) {
            case "ms" -> ChronoUnit.MILLIS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.SECONDS;
        };
    }
}
