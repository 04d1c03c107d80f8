package io.logdrive.wire;

/** Reads the times that structured lines carry. Thread-safe. */
public final class TimeText {
    /** What the parse functions return for a text that is no time within 1970 to 2105. */
    public static final long NO_TIME = Long.MIN_VALUE;

    private TimeText() {}

    /**
     * RFC 3339 (any offset, {@code T} or blank, comma or dot, 0 to 9 decimals; no zone means UTC),
     * or epoch digits as in {@link #ofEpoch}.
     *
     * @return microseconds since the epoch, or {@link #NO_TIME}
     */
    public static long parseMicros(CharSequence text) {
        throw new UnsupportedOperationException();
    }

    /**
     * An epoch number, whose size tells its unit: seconds, milliseconds, microseconds, nanoseconds.
     *
     * @return microseconds since the epoch, or {@link #NO_TIME}
     */
    public static long ofEpoch(long number) {
        throw new UnsupportedOperationException();
    }

    /** As above for a number with decimals, which are decimals of the unit. */
    public static long ofEpoch(double number) {
        throw new UnsupportedOperationException();
    }
}
