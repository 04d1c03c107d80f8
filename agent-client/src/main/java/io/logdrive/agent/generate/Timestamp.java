package io.logdrive.agent.generate;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes times in UTC; works out date and time of day once a second only. Confined to the thread
 * that makes lines.
 */
final class Timestamp {
    /** How a time is written. Immutable. */
    enum Style {
        /** {@code 2026-11-21T07:59:10.123456Z} */
        ISO("uuuu-MM-dd'T'HH:mm:ss.'000000Z'", 6, 1),
        /** {@code 2026-11-21 07:59:10,123}, as Log4j and Logback do. */
        COMMA("uuuu-MM-dd HH:mm:ss,'000'", 3, 0),
        /** {@code 21/Nov/2026:07:59:10 +0000}, as Apache does. */
        APACHE("dd/MMM/uuuu:HH:mm:ss' +0000'", 0, 0);

        private final DateTimeFormatter toTheSecond;
        private final int unitMicros;
        private final int bytesBehind;

        Style(String pattern, int digits, int bytesBehind) {
            // English, for in the root locale months have numbers instead of names.
            this.toTheSecond = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
            int micros = 1;
            for (int i = digits; i < MICROS_DIGITS; i++) {
                micros *= 10;
            }
            this.unitMicros = micros;
            this.bytesBehind = bytesBehind;
        }

        private byte[] second(long epochSecond) {
            return LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC)
                    .format(toTheSecond)
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }

    private static final int MICROS_DIGITS = 6;
    private static final long MICROS = 1_000_000L;

    private final Style style;
    private final int unitMicros;
    private final int bytesBehind;
    private long second = Long.MIN_VALUE;

    /** With zeros in the place of the second's fraction. */
    private byte[] text = new byte[0];

    Timestamp(Style style) {
        this.style = style;
        this.unitMicros = style.unitMicros;
        this.bytesBehind = style.bytesBehind;
    }

    /** Writes a time from the year 1 to 9999 and returns the position after it. */
    int put(long epochMicros, byte[] target, int at) {
        long newSecond = Math.floorDiv(epochMicros, MICROS);
        if (newSecond != second) {
            second = newSecond;
            text = style.second(newSecond);
        }
        System.arraycopy(text, 0, target, at, text.length);
        int end = at + text.length;
        int rest = (int) (epochMicros - newSecond * MICROS);
        if (unitMicros > 1) {
            rest /= unitMicros;
        }
        for (int i = end - bytesBehind - 1; rest > 0; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }
}
