package io.logdrive.benchmarks;

import java.util.Map;

/**
 * One look at everything that runs.
 *
 * <p>Immutable.
 *
 * @param seconds since the epoch
 * @param stored lines stored since the destination started; 0 when it was not asked
 * @param queued lines in the queue
 * @param uses what each process has used since its start, by its name
 */
record Moment(double seconds, long stored, long queued, Map<String, Use> uses) {
    /** Of one process; of none, nothing. */
    Use use(String process) {
        return uses.getOrDefault(process, new Use(0, 0));
    }

    /** CPU time, and what it made the kernel write to the disk. Immutable. */
    record Use(double cpuSeconds, long writtenBytes) {}
}
