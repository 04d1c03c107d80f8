package io.logdrive.wire;

/**
 * Bounds on what one Forward frame may claim. They are compared before anything is allocated.
 *
 * <p>Immutable.
 *
 * @param frameBytesMax bytes of one frame as it is on the wire
 * @param inflatedBytesMax bytes of one frame's entries after decompression
 * @param entriesMax entries in one frame
 * @param depthMax nesting of arrays and maps
 */
public record ForwardLimits(int frameBytesMax, int inflatedBytesMax, int entriesMax, int depthMax) {
    /** 16 MiB a frame, 64 MiB inflated, 200,000 entries, 32 levels. */
    public static ForwardLimits defaults() {
        return new ForwardLimits(16 << 20, 64 << 20, 200_000, 32);
    }
}
