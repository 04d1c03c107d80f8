package io.logdrive.wire;

/** Dates of the Gregorian calendar, without an object for each. Thread-safe. */
public final class CivilDate {
    private CivilDate() {}

    /** Whether there is that day, the year being 1 or later. */
    public static boolean isDay(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        int last =
                switch (month) {
                    case 2 -> isLeapYear(year) ? 29 : 28;
                    case 4, 6, 9, 11 -> 30;
                    default -> 31;
                };
        return day <= last;
    }

    private static boolean isLeapYear(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** Days since 1970-01-01, counted in years that begin in March. */
    public static long epochDay(int year, int month, int day) {
        int marchYear = month <= 2 ? year - 1 : year;
        int marchMonth = month <= 2 ? month + 9 : month - 3;
        int dayOfYear = (153 * marchMonth + 2) / 5 + day - 1;
        return 365L * marchYear
                + marchYear / 4
                - marchYear / 100
                + marchYear / 400
                + dayOfYear
                - 719_468;
    }
}
