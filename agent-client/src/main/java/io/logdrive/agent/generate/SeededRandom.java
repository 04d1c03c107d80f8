package io.logdrive.agent.generate;

/**
 * SplitMix64: the same numbers for the same seed on every Java version. Confined to the thread that
 * makes lines.
 */
final class SeededRandom {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /**
     * @param stream numbers of different streams of one seed have nothing in common
     */
    SeededRandom(long seed, long stream) {
        state = mix(seed) ^ mix(GAMMA * (stream + 1));
    }

    long next() {
        state += GAMMA;
        return mix(state);
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** True once in so many times. */
    boolean onceIn(int times) {
        return below(times) == 0;
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
