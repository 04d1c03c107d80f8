package io.logdrive.destination.query;

import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.Steps;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The parameter {@code step}. Thread-safe. */
final class StepParameter {
    static final int STEPS_MAX = 2_000;

    private static final String NAME = "step";
    private static final String AUTO = "auto";
    private static final int STEPS_WANTED = 120;
    private static final long SECOND = TimeUnit.SECONDS.toMicros(1);
    private static final long DAY = TimeUnit.DAYS.toMicros(1);
    private static final int[] NICE = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200
    };

    private StepParameter() {}

    /**
     * The steps of a range that has a lower end.
     *
     * @throws QueryProblem when there would be too many, or their length does not divide a day
     */
    static Steps of(@Nullable String text, Range range, ZoneId zone) {
        long length = length(range);
        if (text == null || text.equals(AUTO)) {
            return new Steps(automatic(length), zone);
        }
        Duration step = QueryTime.duration(NAME, text);
        long micros = step.compareTo(Duration.ofDays(100_000)) > 0 ? 0 : step.toMillis() * 1_000;
        if (!Steps.isPossible(micros)) {
            throw QueryProblem.of(
                    NAME,
                    "auto, or whole seconds that divide a day, or whole days",
                    Parameters.quoted(text));
        }
        if (length / micros > STEPS_MAX) {
            throw QueryProblem.of(
                    NAME, "at most " + STEPS_MAX + " steps in the range", "more with " + text);
        }
        return new Steps(micros, zone);
    }

    /** A step as a duration: {@code 10s}, {@code 5m}, {@code 1h}, {@code 1d}. */
    static String text(Steps steps) {
        long seconds = steps.micros() / SECOND;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static long length(Range range) {
        Long start = range.startMicros();
        long from = start == null ? range.endMicros() : start;
        // Both may be so far out that their distance is not a long.
        return from < range.endMicros() - Long.MAX_VALUE / 2
                ? Long.MAX_VALUE / 2
                : range.endMicros() - from;
    }

    private static long automatic(long length) {
        for (int seconds : NICE) {
            if (length / (seconds * SECOND) <= STEPS_WANTED) {
                return seconds * SECOND;
            }
        }
        long days = length / DAY / STEPS_WANTED + 1;
        return (days > 4 ? (days + 6) / 7 * 7 : days) * DAY;
    }
}
