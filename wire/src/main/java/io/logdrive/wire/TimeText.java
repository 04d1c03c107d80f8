package io.logdrive.wire;

/**
 * Reads the times that structured lines carry. A time is usable when it lies in the years 1970 to
 * 2105: what the 32 bits of Forward's EventTime can carry, in whole years.
 *
 * <p>Thread-safe.
 */
public final class TimeText {
    /** What the parse functions return for a text that is no time within 1970 to 2105. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** 2106-01-01T00:00:00Z: the first microsecond that is not usable. */
    static final long MICROS_END = 4_291_747_200_000_000L;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int DECIMALS_MAX = 9;

    private TimeText() {}

    /**
     * RFC 3339 (any offset as {@code Z}, {@code +02:00}, {@code +0200} or {@code +02}, a blank
     * before it or not; {@code T} or blank, comma or dot, 0 to 9 decimals; no zone means UTC), or
     * epoch digits as in {@link #ofEpoch}, with or without decimals.
     *
     * <p>Decimals beyond microseconds are cut off. The leap second {@code :60} is taken as the last
     * microsecond before it, {@code :59.999999}, because neither Java nor SQL has a place for it.
     *
     * @return microseconds since the epoch, or {@link #NO_TIME}
     */
    public static long parseMicros(CharSequence text) {
        int length = text.length();
        if (length >= 19 && text.charAt(4) == '-') {
            return parseDateTime(text, length);
        }
        return parseEpoch(text, length);
    }

    /**
     * An epoch number, whose digits tell its unit: up to 10 seconds, up to 13 milliseconds, up to
     * 16 microseconds, up to 19 nanoseconds.
     *
     * @return microseconds since the epoch, or {@link #NO_TIME}
     */
    public static long ofEpoch(long number) {
        if (number < 0) {
            return NO_TIME;
        }
        if (number < 10_000_000_000L) {
            return usable(number * MICROS_PER_SECOND);
        }
        if (number < 10_000_000_000_000L) {
            return usable(number * 1_000);
        }
        return usable(number < 10_000_000_000_000_000L ? number : number / 1_000);
    }

    /** As above for a number with decimals, which are decimals of the unit. */
    public static long ofEpoch(double number) {
        if (!(number >= 0 && number < 1e19)) {
            return NO_TIME;
        }
        if (number < 1e10) {
            return usable(Math.round(number * 1e6));
        }
        if (number < 1e13) {
            return usable(Math.round(number * 1e3));
        }
        return usable(number < 1e16 ? Math.round(number) : Math.round(number / 1e3));
    }

    private static long usable(long micros) {
        return micros >= 0 && micros < MICROS_END ? micros : NO_TIME;
    }

    private static long parseDateTime(CharSequence text, int length) {
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 2);
        int day = digits(text, 8, 2);
        int hour = digits(text, 11, 2);
        int minute = digits(text, 14, 2);
        int second = digits(text, 17, 2);
        // A field that is not all digits is -1, and so is their disjunction.
        if ((year | month | day | hour | minute | second) < 0
                || text.charAt(7) != '-'
                || !isDateEnd(text.charAt(10))
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return NO_TIME;
        }
        // The year before and after may still lie within by their offset.
        if (year < 1969 || year > 2106 || !CivilDate.isDay(year, month, day)) {
            return NO_TIME;
        }
        if (hour > 23 || minute > 59 || second > 60) {
            return NO_TIME;
        }
        long seconds =
                CivilDate.epochDay(year, month, day) * 86_400
                        + hour * 3_600L
                        + minute * 60L
                        + second;
        int end = decimalsEnd(text, 19, length);
        if (end < 0) {
            return NO_TIME;
        }
        long micros = end == 19 ? 0 : decimals(text, 20, end, 6);
        int offset = offsetSeconds(text, end, length);
        if (offset == Integer.MIN_VALUE) {
            return NO_TIME;
        }
        if (second == 60) {
            seconds--;
            micros = MICROS_PER_SECOND - 1;
        }
        return usable((seconds - offset) * MICROS_PER_SECOND + micros);
    }

    private static boolean isDateEnd(char c) {
        return c == 'T' || c == ' ' || c == 't';
    }

    /** Where the decimals that may begin at {@code from} end; -1 when malformed. */
    private static int decimalsEnd(CharSequence text, int from, int length) {
        if (from == length || (text.charAt(from) != '.' && text.charAt(from) != ',')) {
            return from;
        }
        int end = from + 1;
        while (end < length && isDigit(text.charAt(end))) {
            end++;
        }
        int count = end - from - 1;
        return count < 1 || count > DECIMALS_MAX ? -1 : end;
    }

    /** The first {@code places} decimals as an integer; missing ones are zeros. */
    private static long decimals(CharSequence text, int from, int end, int places) {
        long value = 0;
        for (int i = from; i < from + places; i++) {
            value = value * 10 + (i < end ? text.charAt(i) - '0' : 0);
        }
        return value;
    }

    /** The offset in seconds, or {@code Integer.MIN_VALUE} when malformed. */
    private static int offsetSeconds(CharSequence text, int from, int length) {
        if (from == length) {
            return 0;
        }
        int at = text.charAt(from) == ' ' ? from + 1 : from;
        if (at == length) {
            return Integer.MIN_VALUE;
        }
        char sign = text.charAt(at);
        int rest = length - at - 1;
        if (sign == 'Z' || sign == 'z') {
            return rest == 0 ? 0 : Integer.MIN_VALUE;
        }
        boolean colon = rest == 5 && text.charAt(at + 3) == ':';
        if ((sign != '+' && sign != '-') || (rest != 2 && rest != 4 && !colon)) {
            return Integer.MIN_VALUE;
        }
        int hours = digits(text, at + 1, 2);
        int minutes = rest == 2 ? 0 : digits(text, colon ? at + 4 : at + 3, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3_600 + minutes * 60;
        return sign == '-' ? -seconds : seconds;
    }

    private static long parseEpoch(CharSequence text, int length) {
        long number = 0;
        int end = 0;
        while (end < length && isDigit(text.charAt(end))) {
            if (end == 19 || (end == 18 && number > Long.MAX_VALUE / 10 - 1)) {
                return NO_TIME;
            }
            number = number * 10 + (text.charAt(end) - '0');
            end++;
        }
        int decimalsEnd = decimalsEnd(text, end, length);
        if (end == 0 || decimalsEnd != length) {
            return NO_TIME;
        }
        long micros = ofEpoch(number);
        if (micros == NO_TIME || end == decimalsEnd) {
            return micros;
        }
        int places = number < 10_000_000_000L ? 6 : number < 10_000_000_000_000L ? 3 : 0;
        return micros + decimals(text, end + 1, decimalsEnd, places);
    }

    /** The number that {@code count} digits write, or -1 when one of them is none. */
    private static int digits(CharSequence text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            char c = text.charAt(i);
            if (!isDigit(c)) {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
