package io.logdrive.agent;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** Reads an interval: a number alone is milliseconds. Thread-safe. */
final class IntervalText implements ITypeConverter<Duration> {
    private static final String FORMS = "250 (milliseconds), 250ms, 60s, 2m, 1h or PT60S";

    @Override
    public Duration convert(String text) {
        return DurationText.convert(text.matches("\\d+") ? text + "ms" : text, FORMS);
    }
}
