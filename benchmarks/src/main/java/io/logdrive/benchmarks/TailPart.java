package io.logdrive.benchmarks;

/** A part of what {@code benchmarks/tail} measures. Confined to the main thread. */
interface TailPart {
    /** What it is, for people. */
    String title();

    /** Measures; the answer is what RESULTS.md says of it. */
    String measure(TailBench on) throws Exception;
}
