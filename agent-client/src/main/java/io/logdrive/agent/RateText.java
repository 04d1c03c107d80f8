package io.logdrive.agent;

import io.logdrive.agent.send.Rate;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a rate. Thread-safe. */
final class RateText implements ITypeConverter<Rate> {
    private static final String UNPACED = "max";

    @Override
    public Rate convert(String text) {
        if (text.equals(UNPACED)) {
            return Rate.MAX;
        }
        if (text.matches("\\d{1,12}")) {
            long linesPerSecond = Long.parseLong(text);
            if (linesPerSecond >= 1 && linesPerSecond <= Rate.LINES_PER_SECOND_MAX) {
                return new Rate(linesPerSecond);
            }
        }
        throw new TypeConversionException(
                "expected 1.." + Rate.LINES_PER_SECOND_MAX + " or max, found " + text);
    }

    /** {@code 1,000 lines/s} or {@code max}. */
    static String of(Rate rate) {
        return rate.unpaced()
                ? UNPACED
                : String.format(Locale.ROOT, "%,d lines/s", rate.linesPerSecond());
    }
}
