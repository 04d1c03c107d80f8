package io.logdrive.agent;

import io.logdrive.agent.send.Bursts.Burst;
import io.logdrive.agent.send.Rate;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code RATE:DURATION:EVERY}. Thread-safe. */
final class BurstText implements ITypeConverter<Burst> {
    private static final String FORM =
            "expected RATE:DURATION:EVERY as 5000:10s:1m, RATE in 1.."
                    + Rate.LINES_PER_SECOND_MAX
                    + ", DURATION at most EVERY, found ";

    @Override
    public Burst convert(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3 || !parts[0].matches("\\d+")) {
            throw new TypeConversionException(FORM + text);
        }
        Rate rate = new RateText().convert(parts[0]);
        Duration length = new DurationText().convert(parts[1]);
        Duration every = new DurationText().convert(parts[2]);
        if (length.compareTo(every) > 0) {
            throw new TypeConversionException(FORM + text);
        }
        return new Burst(rate, length, every);
    }
}
