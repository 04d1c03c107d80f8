package io.logdrive.benchmarks;

/** A part of what {@code benchmarks/load} measures. Confined to the main thread. */
interface LoadPart {
    /** What it is, for people. */
    String title();

    /** Measures; the answer is what RESULTS.md says of it. */
    String measure(LoadBench on) throws Exception;
}
