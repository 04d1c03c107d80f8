package io.logdrive.benchmarks;

/** Any number of rows to be inserted, each the same whenever it is asked for. Immutable. */
interface Rows {
    /** Row {@code number}, from 0; its id is so many behind the first one's. */
    SampleRow row(long number);

    /** The id of row 0. */
    default long firstId() {
        return 1;
    }
}
