package io.logdrive.benchmarks;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a JVM writes under {@code -Xlog:gc}.
 *
 * <p>Thread-safe.
 */
final class GcLog {
    private static final Pattern PAUSE =
            Pattern.compile("Pause .* (\\d+)([KMG])->(\\d+)([KMG])\\(\\d+[KMG]\\) ([\\d.]+)ms");

    private GcLog() {}

    /**
     * Sums up the lines of {@code log}.
     *
     * @param from how many pauses at the beginning are not counted
     */
    static GcFigures figures(String log, int from) {
        int pauses = 0;
        double millis = 0;
        long allocated = 0;
        long heapAfter = 0;
        Matcher pause = PAUSE.matcher(log);
        while (pause.find()) {
            long before = bytes(pause.group(1), pause.group(2));
            if (pauses >= from) {
                millis += Double.parseDouble(pause.group(5));
                allocated += Math.max(0, before - heapAfter);
            }
            heapAfter = bytes(pause.group(3), pause.group(4));
            pauses++;
        }
        return new GcFigures(Math.max(0, pauses - from), millis, allocated);
    }

    /** How full the heap was before the fullest of the pauses behind the first {@code from}. */
    static long peakBytes(String log, int from) {
        return PAUSE.matcher(log)
                .results()
                .skip(from)
                .mapToLong(pause -> bytes(pause.group(1), pause.group(2)))
                .max()
                .orElse(0);
    }

    /** How full the heap was after each of the pauses behind the first {@code from}, in MiB. */
    static Sample mebibytesAfter(String log, int from) {
        Sample after = new Sample();
        PAUSE.matcher(log)
                .results()
                .skip(from)
                .forEach(
                        pause ->
                                after.add(
                                        bytes(pause.group(3), pause.group(4))
                                                / (double) (1 << 20)));
        return after;
    }

    private static long bytes(String number, String unit) {
        int shift =
                switch (unit) {
                    case "K" -> 10;
                    case "M" -> 20;
                    default -> 30;
                };
        return Long.parseLong(number) << shift;
    }

    /**
     * What the collector did.
     *
     * <p>Immutable.
     *
     * @param pauses how often it stopped the program
     * @param millis how long in all
     * @param allocatedBytes by how much the heap grew between its pauses, which is what was
     *     allocated, apart from what came after the last one
     */
    record GcFigures(int pauses, double millis, long allocatedBytes) {
        GcFigures plus(GcFigures other) {
            return new GcFigures(
                    pauses + other.pauses,
                    millis + other.millis,
                    allocatedBytes + other.allocatedBytes);
        }
    }
}
