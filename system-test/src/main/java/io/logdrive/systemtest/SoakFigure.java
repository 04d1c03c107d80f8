package io.logdrive.systemtest;

import java.util.Locale;

/** What a soak looks at in each process, and what of it must not rise. Immutable. */
enum SoakFigure {
    /** Bytes in use after a full collection. */
    HEAP("heap after GC, MiB", 1 << 20) {
        @Override
        boolean leaks(Series series) {
            Series half = series.part(0.5, 1);
            double median = half.median();
            double grown = half.part(2 / 3.0, 1).median() - half.part(0, 1 / 3.0).median();
            return half.slopePerHour() > median * HEAP_PER_HOUR_MAX
                    && half.trend() > TREND_SURE
                    && grown > median * HEAP_NOISE;
        }
    },
    THREADS("threads", 1) {
        @Override
        boolean leaks(Series series) {
            return rises(series);
        }
    },
    DESCRIPTORS("descriptors", 1) {
        @Override
        boolean leaks(Series series) {
            return rises(series);
        }
    },
    /** Not judged: the heap's own growth up to -Xmx is in it. */
    RESIDENT("resident, MiB", 1 << 20) {
        @Override
        boolean leaks(Series series) {
            return false;
        }
    };

    /** Below that nothing is judged: 20 samples are 200 s. */
    static final int SAMPLES_MIN = 20;

    /** RELIABILITY.md, R3. */
    private static final double HEAP_PER_HOUR_MAX = 0.02;

    /** What lies between two collections of a heap that does not grow. */
    private static final double HEAP_NOISE = 0.01;

    /** Four standard deviations: by chance once in thirty thousand series. */
    private static final double TREND_SURE = 4;

    private static final double COUNT_NOISE = 3;
    private static final double COUNT_NOISE_SHARE = 0.02;

    private final String words;
    private final double unit;

    SoakFigure(String words, double unit) {
        this.words = words;
        this.unit = unit;
    }

    /** Whether it rose as only a leak does; false for too short a series. */
    final boolean isLeak(Series series) {
        return series.size() >= SAMPLES_MIN && leaks(series);
    }

    abstract boolean leaks(Series series);

    /** One row of the table at the end. */
    final String row(String process, Series series) {
        Series half = series.part(0.5, 1);
        return String.format(
                Locale.ROOT,
                "  %-12s %-20s %9.1f %9.1f %9.1f %+9.1f /h  %s",
                process,
                words,
                series.part(0, 0.5).median() / unit,
                half.median() / unit,
                series.max() / unit,
                half.slopePerHour() / unit,
                series.size() < SAMPLES_MIN ? "too few" : isLeak(series) ? "RISES" : "");
    }

    String words() {
        return words;
    }

    /** From quarter to quarter after the first one, and by more than what comes and goes. */
    private static boolean rises(Series series) {
        double second = series.part(0.25, 0.5).median();
        double third = series.part(0.5, 0.75).median();
        double fourth = series.part(0.75, 1).median();
        double noise = Math.max(COUNT_NOISE, second * COUNT_NOISE_SHARE);
        return third > second
                && fourth > third
                && fourth - second >= noise
                && series.part(0.25, 1).trend() > TREND_SURE;
    }
}
