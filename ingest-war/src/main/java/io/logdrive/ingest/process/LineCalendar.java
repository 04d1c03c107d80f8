package io.logdrive.ingest.process;

import io.logdrive.wire.CivilDate;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Seconds since the epoch of dates in a zone, and of those that name no year or no day.
 *
 * <p>Confined to the forwarder's thread.
 */
final class LineCalendar {
    /** What is answered for a date that is none. */
    static final long NONE = Long.MIN_VALUE;

    static final long MICROS_PER_SECOND = 1_000_000;

    private static final long SECONDS_END = 4_291_747_200L;
    private static final long DAY_SECONDS = 86_400;

    /** Leap years may be eight years apart. */
    private static final int LEAP_REACH = 8;

    private final ZoneId zone;
    private final long fixedOffset;
    private final boolean fixed;
    private final int yearGiven;
    private long receivedSeconds;
    private long yearDay = Long.MIN_VALUE;
    private int year;

    /**
     * @param zone of times that name none
     * @param yearGiven of times that name none; 0: the nearest
     */
    LineCalendar(ZoneId zone, int yearGiven) {
        this.zone = zone;
        this.yearGiven = yearGiven;
        this.fixed = zone.normalized() instanceof ZoneOffset;
        this.fixedOffset = zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds();
    }

    /** When the line was received. */
    void received(long micros) {
        receivedSeconds = Math.floorDiv(micros, MICROS_PER_SECOND);
    }

    /** Seconds of 1970 to 2105. */
    static boolean isUsable(long seconds) {
        return seconds >= 0 && seconds < SECONDS_END;
    }

    /** The seconds that a clock of that day would count since the epoch, or {@link #NONE}. */
    static long local(int fullYear, int month, int day, int secondOfDay) {
        return isDay(fullYear, month, day)
                ? CivilDate.epochDay(fullYear, month, day) * DAY_SECONDS + secondOfDay
                : NONE;
    }

    /** Of what a clock in the zone shows; {@link #NONE} stays that. */
    long utc(long local) {
        if (fixed || local == NONE) {
            return local == NONE ? NONE : local - fixedOffset;
        }
        return LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC).atZone(zone).toEpochSecond();
    }

    /** Of the year given, or that makes it nearest to the receipt; or {@link #NONE}. */
    long nearestYear(int month, int day, int secondOfDay) {
        if (yearGiven > 0) {
            return utc(local(yearGiven, month, day, secondOfDay));
        }
        int now = yearReceived();
        int reach = month == 2 && day == 29 ? LEAP_REACH : 1;
        long best = NONE;
        for (int candidate = now - reach; candidate <= now + reach; candidate++) {
            best = nearer(best, utc(local(candidate, month, day, secondOfDay)));
        }
        return best;
    }

    /** Of the day that makes it nearest to the receipt. */
    long nearestDay(int secondOfDay) {
        long today = Math.floorDiv(receivedSeconds, DAY_SECONDS);
        long best = NONE;
        for (long day = today - 1; day <= today + 1; day++) {
            best = nearer(best, utc(day * DAY_SECONDS + secondOfDay));
        }
        return best;
    }

    private long nearer(long best, long seconds) {
        if (!isUsable(seconds)) {
            return best;
        }
        boolean nearer =
                best == NONE
                        || Math.abs(seconds - receivedSeconds) < Math.abs(best - receivedSeconds);
        return nearer ? seconds : best;
    }

    private int yearReceived() {
        long day = Math.floorDiv(receivedSeconds, DAY_SECONDS);
        if (day != yearDay) {
            yearDay = day;
            year = LocalDateTime.ofEpochSecond(receivedSeconds, 0, ZoneOffset.UTC).getYear();
        }
        return year;
    }

    private static boolean isDay(int fullYear, int month, int day) {
        return fullYear >= 1969 && fullYear <= 2106 && CivilDate.isDay(fullYear, month, day);
    }
}
