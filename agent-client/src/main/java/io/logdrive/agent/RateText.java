package io.logdrive.agent;

import io.logdrive.agent.send.Batches;
import io.logdrive.agent.send.Bursts;
import io.logdrive.agent.send.Load;
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

    /**
     * {@code 1,000 lines/s}, {@code max}, {@code 500 lines every 0.250 s}, {@code 1,000 lines/s and
     * 5,000 lines/s more for 10 s every 60 s}.
     */
    static String of(Load load) {
        if (load instanceof Batches batches) {
            return String.format(Locale.ROOT, "%,d lines", batches.lines())
                    + " every "
                    + DurationText.of(batches.interval());
        }
        if (load instanceof Bursts bursts) {
            Bursts.Burst burst = bursts.burst();
            return of(bursts.steady())
                    + " and "
                    + of(burst.rate())
                    + " more for "
                    + DurationText.of(burst.length())
                    + " every "
                    + DurationText.of(burst.every());
        }
        return load instanceof Rate rate && !rate.unpaced()
                ? String.format(Locale.ROOT, "%,d lines/s", rate.linesPerSecond())
                : UNPACED;
    }
}
