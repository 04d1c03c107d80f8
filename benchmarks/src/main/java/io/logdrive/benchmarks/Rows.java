package io.logdrive.benchmarks;

/** Any number of rows to be inserted, each the same whenever it is asked for. Immutable. */
interface Rows {
    /** Row {@code number}, from 0; its id is one more. */
    SampleRow row(long number);
}
