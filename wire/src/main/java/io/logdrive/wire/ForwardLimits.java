package io.logdrive.wire;

/**
 * Bounds on what one Forward frame may claim. They are compared before anything is allocated.
 *
 * <p>Immutable.
 *
 * @param frameBytesMax bytes of one frame as it is on the wire, 16 or more
 * @param inflatedBytesMax bytes of one frame's entries after decompression, 16 or more
 * @param entriesMax entries in one frame, 1 or more
 * @param depthMax nesting of arrays and maps, 4 to 128, the frame's own array being the first; a
 *     packed entry counts as the third, as it does in an array of entries
 */
public record ForwardLimits(int frameBytesMax, int inflatedBytesMax, int entriesMax, int depthMax) {
    /** What a record's own nesting can be at most: the bound of every recursion here. */
    static final int DEPTH_MAX = 128;

    /** Checks the ranges. */
    public ForwardLimits {
        check("frameBytesMax", frameBytesMax, 16, Integer.MAX_VALUE);
        check("inflatedBytesMax", inflatedBytesMax, 16, Integer.MAX_VALUE);
        check("entriesMax", entriesMax, 1, Integer.MAX_VALUE);
        check("depthMax", depthMax, 4, DEPTH_MAX);
    }

    /** 16 MiB a frame, 64 MiB inflated, 200,000 entries, 32 levels. */
    public static ForwardLimits defaults() {
        return new ForwardLimits(16 << 20, 64 << 20, 200_000, 32);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "forward limit "
                            + name
                            + ": expected "
                            + least
                            + ".."
                            + most
                            + ", found "
                            + value);
        }
    }
}
