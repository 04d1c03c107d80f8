package io.logdrive.benchmarks;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import org.HdrHistogram.Histogram;

/**
 * When the lines of one file were written, and up to which they are acknowledged.
 *
 * <p>Thread-safe.
 */
final class WrittenLines {
    @GuardedBy("this")
    private final ArrayDeque<Write> writes = new ArrayDeque<>();

    @GuardedBy("this")
    private long written;

    @GuardedBy("this")
    private long acknowledged;

    /** So many are about to be written. */
    synchronized void written(long lines, long nanos) {
        written += lines;
        writes.add(new Write(written, nanos));
    }

    /**
     * They are acknowledged; each counts with the time since it was written.
     *
     * @param delays of microseconds
     * @throws BenchmarkException when they are not those that come next: one connection brings the
     *     lines of a file in order, each once
     */
    synchronized void acknowledged(long first, int lines, long nanos, Histogram delays) {
        if (first != acknowledged || first + lines > written) {
            throw new BenchmarkException(
                    "chunk: expected lines from "
                            + acknowledged
                            + " below "
                            + written
                            + ", found "
                            + first
                            + " and "
                            + lines
                            + " lines");
        }
        long from = first;
        long to = first + lines;
        while (from < to) {
            Write write = writes.element();
            long until = Math.min(to, write.end);
            delays.recordValueWithCount(Math.max(1, (nanos - write.nanos) / 1_000), until - from);
            from = until;
            if (until == write.end) {
                writes.remove();
            }
        }
        acknowledged = to;
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    /** Lines up to {@code end} that no earlier one has. Immutable. */
    private record Write(long end, long nanos) {}
}
