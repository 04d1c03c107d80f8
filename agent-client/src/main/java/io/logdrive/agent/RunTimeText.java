package io.logdrive.agent;

import io.logdrive.agent.config.Durations;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.ITypeConverter;

/** Reads how long a run is to last. Thread-safe. */
final class RunTimeText implements ITypeConverter<Duration> {
    /** A run without end. */
    static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private static final String FORMS = Durations.SHORT_FORMS + ", PT60S or forever";

    @Override
    public Duration convert(String text) {
        return text.equals("forever") ? FOREVER : DurationText.convert(text, FORMS);
    }
}
