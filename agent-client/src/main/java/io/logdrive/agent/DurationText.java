package io.logdrive.agent;

import io.logdrive.agent.config.Durations;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as people write them. Thread-safe. */
final class DurationText implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return convert(text, Durations.SHORT_FORMS + " or PT60S");
    }

    /**
     * Reads a duration.
     *
     * @param forms what to propose when it is none
     */
    static Duration convert(String text, String forms) {
        try {
            return Durations.parse(text, forms);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** {@code 60 s}, {@code 0.5 s}. */
    static String of(Duration duration) {
        return duration.toMillis() % 1_000 == 0
                ? String.format(Locale.ROOT, "%,d s", duration.toSeconds())
                : String.format(Locale.ROOT, "%,.3f s", duration.toMillis() / 1e3);
    }
}
