package io.logdrive.agent;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as people write them. Thread-safe. */
final class DurationText implements ITypeConverter<Duration> {
    private static final Duration MIN = Duration.ofMillis(1);
    private static final Duration MAX = Duration.ofDays(365);

    /** Those that need no explanation. */
    static final String SHORT_FORMS = "60, 60s, 2m, 1h, 500ms";

    private static final Pattern SHORT = Pattern.compile("(\\d{1,12})(ms|s|m|h|)");

    @Override
    public Duration convert(String text) {
        return convert(text, SHORT_FORMS + " or PT60S");
    }

    /**
     * Reads a duration.
     *
     * @param forms what to propose when it is none
     */
    static Duration convert(String text, String forms) {
        Duration duration = read(text, forms);
        if (duration.compareTo(MIN) < 0 || duration.compareTo(MAX) > 0) {
            throw new TypeConversionException("expected 1ms..365 days, found " + text);
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
            throw new TypeConversionException("expected " + forms + ", found " + text);
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

    /** {@code 60 s}, {@code 0.5 s}. */
    static String of(Duration duration) {
        return duration.toMillis() % 1_000 == 0
                ? String.format(Locale.ROOT, "%,d s", duration.toSeconds())
                : String.format(Locale.ROOT, "%,.3f s", duration.toMillis() / 1e3);
    }
}
