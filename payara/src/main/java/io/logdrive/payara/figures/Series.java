package io.logdrive.payara.figures;

import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/**
 * One figure over time: how it is read and what a step makes of it.
 *
 * <p>Immutable; what it reads must be quick, thread-safe and not throw.
 */
public final class Series {
    /** They stand in JSON as they are. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    private final String name;
    private final Kind kind;
    private final DoubleSupplier first;
    private final DoubleSupplier second;

    private Series(String name, Kind kind, DoubleSupplier first, DoubleSupplier second) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "series: expected a name of A-Z, a-z, 0-9, '.', '_', '-', found " + name);
        }
        this.name = name;
        this.kind = kind;
        this.first = first;
        this.second = second;
    }

    /** What a total grows by in a second, the mean over the step. */
    public static Series perSecond(String name, DoubleSupplier total) {
        return new Series(name, Kind.PER_SECOND, total, () -> 0);
    }

    /** What something is at the end of the step; NaN: not known. */
    public static Series last(String name, DoubleSupplier value) {
        return new Series(name, Kind.LAST, value, () -> 0);
    }

    /** What a sum grows by for each that its count grows by; none in a step without any. */
    public static Series mean(String name, DoubleSupplier sum, DoubleSupplier count) {
        return new Series(name, Kind.MEAN, sum, count);
    }

    String name() {
        return name;
    }

    double first() {
        return first.getAsDouble();
    }

    double second() {
        return second.getAsDouble();
    }

    /**
     * The step's value.
     *
     * @param first what {@link #first} was at the step's end
     * @param firstGrown what it has grown by since the end of the last one that was measured
     * @param secondGrown likewise {@link #second}
     */
    double value(double first, double firstGrown, double secondGrown, double seconds) {
        return switch (kind) {
            case LAST -> first;
            // A total that shrank was counted anew: nobody knows what it grew by.
            case PER_SECOND -> firstGrown < 0 ? Double.NaN : firstGrown / seconds;
            case MEAN -> secondGrown > 0 ? firstGrown / secondGrown : Double.NaN;
        };
    }

    private enum Kind {
        PER_SECOND,
        LAST,
        MEAN
    }
}
