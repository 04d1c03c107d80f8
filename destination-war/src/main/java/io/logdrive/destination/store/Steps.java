package io.logdrive.destination.store;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.concurrent.TimeUnit;

/**
 * Steps of time of one length, counted from midnight in a zone: a step of a day is a day there,
 * however many hours it has; what is less than a day begins anew with each.
 *
 * <p>Immutable.
 *
 * @param micros a whole number of seconds that divides a day, or a whole number of days
 */
public record Steps(long micros, ZoneId zone) {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long DAY = TimeUnit.DAYS.toMicros(1);
    private static final int WEEK = 7;

    /** 1970-01-01 was a Thursday, and weeks begin on Mondays. */
    private static final int DAYS_SINCE_MONDAY = 3;

    /** Against a zone that changes its offset without end. */
    private static final int TRANSITIONS_MAX = 1_000;

    /** Whether there are steps of that length. */
    public static boolean isPossible(long micros) {
        return micros >= MICROS_PER_SECOND
                && micros % MICROS_PER_SECOND == 0
                && (micros < DAY ? DAY % micros == 0 : micros % DAY == 0);
    }

    /** Where the step begins that holds {@code time}, microseconds since the epoch. */
    public long start(long time) {
        LocalDate day = instant(time).atZone(zone).toLocalDate();
        if (micros >= DAY) {
            long days = micros / DAY;
            long shift = days % WEEK == 0 ? DAYS_SINCE_MONDAY : 0;
            return midnight(day.minusDays(Math.floorMod(day.toEpochDay() + shift, days)));
        }
        long midnight = midnight(day);
        return midnight + (time - midnight) / micros * micros;
    }

    /** Where the step ends that begins at {@code start}. */
    public long end(long start) {
        LocalDate day = instant(start).atZone(zone).toLocalDate();
        return micros >= DAY
                ? midnight(day.plusDays(micros / DAY))
                : Math.min(start + micros, midnight(day.plusDays(1)));
    }

    /** A length of whose multiples since the epoch all edges of steps within a range are some. */
    long common(long from, long to) {
        ZoneRules rules = zone.getRules();
        long common = gcd(Math.min(micros, DAY), offset(rules, instant(from)));
        ZoneOffsetTransition transition = rules.nextTransition(instant(from));
        for (int i = 0; i < TRANSITIONS_MAX && transition != null; i++) {
            if (transition.getInstant().isAfter(instant(to))) {
                break;
            }
            common = gcd(common, offset(rules, transition.getInstant()));
            transition = rules.nextTransition(transition.getInstant());
        }
        return common;
    }

    private long midnight(LocalDate day) {
        return day.atStartOfDay(zone).toEpochSecond() * MICROS_PER_SECOND;
    }

    private static long offset(ZoneRules rules, Instant at) {
        return rules.getOffset(at).getTotalSeconds() * MICROS_PER_SECOND;
    }

    private static long gcd(long a, long b) {
        return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValueExact();
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                Math.floorMod(micros, MICROS_PER_SECOND) * 1_000);
    }
}
