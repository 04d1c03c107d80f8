package io.logdrive.ingest.process;

import java.time.ZoneId;

/**
 * Reads the times that lines of text begin with, in the forms of loggers and servers. A time
 * without a zone is one of the zone given; one without a year, or without a day, is the one nearest
 * to when the line was received. Only times of 1970 to 2105 are times.
 *
 * <p>Confined to the forwarder's thread.
 */
final class LineTimes {
    /** What tells formats apart. */
    enum Form {
        /** {@code 2026-11-21T08:10:38.123+01:00}, also with a blank. */
        ISO,
        /** {@code 2026/11/21 08:10:38}. */
        SLASHED,
        /** {@code 26/11/21 08:10:38} and {@code 261121 081038}, as Hadoop's loggers write. */
        SHORT,
        /** {@code Nov 21 08:10:38}. */
        SYSLOG,
        /** {@code Sat Nov 21 08:10:38.123456 2026}. */
        C,
        /** {@code 21/Nov/2026:08:10:38 +0100}. */
        ACCESS,
        /** {@code 21-Nov-2026 08:10:38.123}. */
        TOMCAT,
        /** {@code Nov 21, 2026 8:10:38 AM}. */
        JUL,
        /** {@code 08:10:38.123}. */
        CLOCK
    }

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final String WEEKDAYS = "SunMonTueWedThuFriSat";
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final int DECIMALS_MAX = 9;
    private static final int NONE = LineBytes.NONE;

    private final LineCalendar calendar;
    private final TimeZones zones = new TimeZones();

    private LineBytes line = new LineBytes();
    private int at;
    private long micros;
    private int second;
    private int decimals;
    private int decimalMicros;
    private int offset;
    private boolean hasOffset;
    private Form form = Form.ISO;

    /** As {@link LineCalendar}. */
    LineTimes(ZoneId zone, int yearGiven) {
        this.calendar = new LineCalendar(zone, yearGiven);
    }

    long micros() {
        return micros;
    }

    /** Behind the time. */
    int stop() {
        return at;
    }

    Form form() {
        return form;
    }

    boolean hasOffset() {
        return hasOffset;
    }

    /** How many decimals the seconds have. */
    int decimals() {
        return decimals;
    }

    /** Whether a time begins there; then the other functions tell of it. */
    boolean read(LineBytes bytes, int from, long receivedMicros) {
        line = bytes;
        at = from;
        calendar.received(receivedMicros);
        hasOffset = false;
        decimals = 0;
        decimalMicros = 0;
        return line.isDigit(from) ? digitsFirst(from) : line.isUpper(from) && nameFirst(from);
    }

    private boolean digitsFirst(int from) {
        switch (line.at(from + 2)) {
            case '/' -> {
                return line.isDigit(from + 3) ? shortDate(from) : named(from, '/', Form.ACCESS);
            }
            case '-' -> {
                return named(from, '-', Form.TOMCAT);
            }
            case ' ' -> {
                return named(from, ' ', Form.TOMCAT);
            }
            case ':' -> {
                return clock(from);
            }
            default -> {
                int mark = line.at(from + 4);
                boolean full = mark == '-' || mark == '/';
                return full ? fullDate(from, (char) mark) : compact(from);
            }
        }
    }

    private boolean fullDate(int from, char mark) {
        int fullYear = line.number(from, 4);
        int month = line.number(from + 5, 2);
        int day = line.number(from + 8, 2);
        if ((fullYear | month | day) < 0 || !line.is(from + 7, mark)) {
            return false;
        }
        int separator = line.at(from + 10);
        form = mark == '-' ? Form.ISO : Form.SLASHED;
        boolean separated = separator == ' ' || separator == 'T' || separator == 't';
        return separated && ofDayInZone(from + 11) && day(fullYear, month, day);
    }

    private boolean shortDate(int from) {
        int shortYear = line.number(from, 2);
        int month = line.number(from + 3, 2);
        int day = line.number(from + 6, 2);
        form = Form.SHORT;
        return (shortYear | month | day) >= 0
                && line.is(from + 5, '/')
                && line.is(from + 8, ' ')
                && ofDay(from + 9)
                && day(century(shortYear), month, day);
    }

    private boolean compact(int from) {
        int shortYear = line.number(from, 2);
        int month = line.number(from + 2, 2);
        int day = line.number(from + 4, 2);
        int hour = line.number(from + 7, 2);
        int minute = line.number(from + 9, 2);
        int seconds = line.number(from + 11, 2);
        if ((shortYear | month | day | hour | minute | seconds) < 0 || !line.is(from + 6, ' ')) {
            return false;
        }
        form = Form.SHORT;
        at = from + 13;
        return line.isBlank(at)
                && clockOf(hour, minute, seconds)
                && day(century(shortYear), month, day);
    }

    private static int century(int shortYear) {
        return shortYear < 70 ? 2000 + shortYear : 1900 + shortYear;
    }

    /** Day, name of the month and year. */
    private boolean named(int from, char mark, Form named) {
        int day = line.number(from, 2);
        int month = month(from + 3);
        int fullYear = line.number(from + 7, 4);
        char next = named == Form.ACCESS ? ':' : ' ';
        form = named;
        return (day | month | fullYear) >= 0
                && line.is(from + 6, mark)
                && line.is(from + 11, next)
                && ofDayInZone(from + 12)
                && day(fullYear, month, day);
    }

    private boolean clock(int from) {
        form = Form.CLOCK;
        return ofDay(from) && usable(calendar.nearestDay(second));
    }

    private boolean nameFirst(int from) {
        if (!line.is(from + 3, ' ')) {
            return false;
        }
        int month = month(from);
        if (month > 0) {
            return monthFirst(from, month);
        }
        int inMonth = indexOf(WEEKDAYS, from) < 0 ? NONE : month(from + 4);
        int day = dayOfMonth(from + 8);
        if ((inMonth | day) < 0 || !line.is(from + 7, ' ') || !ofDay(at + 1)) {
            return false;
        }
        form = Form.C;
        if (line.isUpper(at + 1)) {
            zone();
        }
        int fullYear = line.is(at, ' ') ? line.number(at + 1, 4) : NONE;
        at += 5;
        return fullYear >= 0 && day(fullYear, inMonth, day);
    }

    private boolean monthFirst(int from, int month) {
        int day = dayOfMonth(from + 4);
        if (day < 0) {
            return false;
        }
        if (line.startsWith(at, ", ")) {
            return julDate(month, day);
        }
        form = Form.SYSLOG;
        int fullYear = line.is(at, ' ') && line.is(at + 5, ' ') ? line.number(at + 1, 4) : NONE;
        if (fullYear >= 0) {
            return ofDay(at + 6) && day(fullYear, month, day);
        }
        if (!line.is(at, ' ') || !ofDay(at + 1)) {
            return false;
        }
        // "Aug 24 05:34:00 CST 1987", of which RFC 3164 has an example.
        int stop = at;
        if (line.isUpper(at + 1)) {
            zone();
            fullYear = hasOffset && line.isWordEnd(at + 5) ? line.number(at + 1, 4) : NONE;
            if (fullYear >= 0 && line.is(at, ' ')) {
                at += 5;
                return day(fullYear, month, day);
            }
        }
        at = stop;
        hasOffset = false;
        return usable(calendar.nearestYear(month, day, second));
    }

    /** {@code 2026 8:10:38 AM} behind day and comma. */
    private boolean julDate(int month, int day) {
        form = Form.JUL;
        int fullYear = line.number(at + 2, 4);
        int hourFrom = at + 7;
        int digits = line.isDigit(hourFrom + 1) ? 2 : 1;
        int hour = line.number(hourFrom, digits);
        int minute = line.number(hourFrom + digits + 1, 2);
        int seconds = line.number(hourFrom + digits + 4, 2);
        int half = hourFrom + digits + 7;
        boolean afternoon = line.startsWith(half, "PM");
        if ((fullYear | hour | minute | seconds) < 0
                || hour < 1
                || hour > 12
                || !line.is(half - 1, ' ')
                || !(afternoon || line.startsWith(half, "AM"))) {
            return false;
        }
        at = half + 2;
        return clockOf(hour % 12 + (afternoon ? 12 : 0), minute, seconds)
                && day(fullYear, month, day);
    }

    /** One or two digits, the one perhaps behind a blank; {@code at} is then behind them. */
    private int dayOfMonth(int from) {
        int first = line.is(from, ' ') ? from + 1 : from;
        at = line.isDigit(first + 1) && first == from ? first + 2 : first + 1;
        return line.number(first, at - first);
    }

    private int month(int from) {
        int index = indexOf(MONTHS, from);
        return index < 0 ? NONE : index / 3 + 1;
    }

    private int indexOf(String names, int from) {
        for (int i = 0; i < names.length(); i += 3) {
            if (line.is(from, names.charAt(i))
                    && line.is(from + 1, names.charAt(i + 1))
                    && line.is(from + 2, names.charAt(i + 2))) {
                return i;
            }
        }
        return NONE;
    }

    /** {@code 08:10:38.123456}; {@code at} is then behind it. */
    private boolean ofDay(int from) {
        int hour = line.number(from, 2);
        int minute = line.number(from + 3, 2);
        int seconds = line.number(from + 6, 2);
        if ((hour | minute | seconds) < 0 || !line.is(from + 2, ':') || !line.is(from + 5, ':')) {
            return false;
        }
        at = from + 8;
        if ((line.is(at, '.') || line.is(at, ',')) && line.isDigit(at + 1)) {
            int stop = line.digits(at + 1);
            decimals = stop - at - 1;
            if (decimals > DECIMALS_MAX) {
                return false;
            }
            for (int i = 0; i < 6; i++) {
                decimalMicros *= 10;
                decimalMicros += i < decimals ? line.at(at + 1 + i) - '0' : 0;
            }
            at = stop;
        }
        return clockOf(hour, minute, seconds);
    }

    private boolean clockOf(int hour, int minute, int seconds) {
        if (hour > 23 || minute > 59 || seconds > 60) {
            return false;
        }
        second = hour * 3_600 + minute * 60 + seconds;
        if (seconds == 60) {
            // As TimeText has it: neither Java nor SQL has a place for a leap second.
            second--;
            decimalMicros = MICROS_PER_SECOND - 1;
        }
        return true;
    }

    /** The same with the offset or the name of the zone that may follow. */
    private boolean ofDayInZone(int from) {
        boolean found = ofDay(from);
        if (found) {
            zone();
        }
        return found;
    }

    private void zone() {
        hasOffset = zones.read(line, at);
        if (hasOffset) {
            offset = zones.offset();
            at = zones.stop();
        }
    }

    private boolean day(int fullYear, int month, int day) {
        long local = LineCalendar.local(fullYear, month, day, second);
        return local != LineCalendar.NONE
                && usable(hasOffset ? local - offset : calendar.utc(local));
    }

    /** {@code MMddHHmmss} of {@link GlogParser}, whose year is the nearest. */
    boolean nearest(LineBytes bytes, int month, int day, int timeFrom, long receivedMicros) {
        read(bytes, bytes.end(), receivedMicros);
        return (month | day) >= 0
                && ofDay(timeFrom)
                && usable(calendar.nearestYear(month, day, second));
    }

    /** The same with its year. */
    boolean dated(LineBytes bytes, int fullYear, int month, int day, int timeFrom) {
        read(bytes, bytes.end(), 0);
        return (fullYear | month | day) >= 0 && ofDay(timeFrom) && day(fullYear, month, day);
    }

    private boolean usable(long seconds) {
        micros = seconds * (long) MICROS_PER_SECOND + decimalMicros;
        return LineCalendar.isUsable(seconds);
    }
}
