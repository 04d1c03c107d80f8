package io.logdrive.ingest.archive;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Writes times as RFC 3339 in UTC with microseconds. Lines of one second come together: what they
 * share is made once.
 *
 * <p>Confined to the thread that writes.
 */
final class TimeBytes {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private long second = Long.MIN_VALUE;
    private String begin = "";

    void add(LineBytes out, long micros) {
        long found = Math.floorDiv(micros, MICROS_PER_SECOND);
        if (found != second) {
            second = found;
            begin = beginOf(found);
        }
        out.add(begin).add(Math.floorMod(micros, MICROS_PER_SECOND), 6).add('Z');
    }

    private static String beginOf(long second) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(20);
        text.append(time.getYear());
        two(text.append('-'), time.getMonthValue());
        two(text.append('-'), time.getDayOfMonth());
        two(text.append('T'), time.getHour());
        two(text.append(':'), time.getMinute());
        two(text.append(':'), time.getSecond());
        return text.append('.').toString();
    }

    private static void two(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
