package io.logdrive.ingest;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Seeds of the random tests: {@code -Dseed=…} repeats a failed run, which named its seed. */
public final class Seeds {
    private Seeds() {}

    public static long next() {
        return Long.getLong("seed", System.nanoTime());
    }

    public static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }
}
