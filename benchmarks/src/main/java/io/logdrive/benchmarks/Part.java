package io.logdrive.benchmarks;

/** A part of what {@code benchmarks/query} measures. Confined to the main thread. */
interface Part {
    /** Measures; the answer is a table for RESULTS.md. */
    String measure(FilledServer on) throws Exception;
}
