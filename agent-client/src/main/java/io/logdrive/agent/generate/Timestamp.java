package io.logdrive.agent.generate;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * Writes {@code 2026-11-21T07:59:10.123456Z}; works out date and time of day once a second only.
 * Confined to the thread that makes lines.
 */
final class Timestamp {
    static final int BYTES = 27;

    private static final long MICROS = 1_000_000L;
    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'.'");

    private long second = Long.MIN_VALUE;
    private byte[] text = new byte[0];

    /** Writes a time from the year 1 to 9999 and returns the position after it. */
    int put(long epochMicros, byte[] target, int at) {
        long newSecond = Math.floorDiv(epochMicros, MICROS);
        if (newSecond != second) {
            second = newSecond;
            text =
                    LocalDateTime.ofEpochSecond(newSecond, 0, ZoneOffset.UTC)
                            .format(TO_THE_SECOND)
                            .getBytes(StandardCharsets.US_ASCII);
        }
        System.arraycopy(text, 0, target, at, text.length);
        int rest = (int) (epochMicros - newSecond * MICROS);
        int end = at + BYTES - 1;
        Arrays.fill(target, at + text.length, end, (byte) '0');
        for (int i = end - 1; rest > 0; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        target[end] = 'Z';
        return end + 1;
    }
}
