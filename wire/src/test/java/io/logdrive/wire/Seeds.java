package io.logdrive.wire;

/** Seeds of the random tests: {@code -Dseed=…} repeats a failed run, which named its seed. */
final class Seeds {
    private Seeds() {}

    static long next() {
        return Long.getLong("seed", System.nanoTime());
    }
}
