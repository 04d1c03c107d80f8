package io.logdrive.ingest.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Decides by the bytes free on the queue's disk whether chunks are taken.
 *
 * <p>The reserve is what the configuration says, or ten seconds of intake at the present rate when
 * that is more, but for the latter no more than an eighth of the disk. It counts bytes and not per
 * cent: a large disk that is 91 % full has room enough (RELIABILITY M6). Once closed it opens only
 * with some more than the reserve, or it would flutter.
 *
 * <p>Confined to the broker keeper's thread.
 */
final class DiskGuard {
    private static final long RATE_SECONDS = 10;

    /** A chunk is written to the journal, and once more when the journal is compacted or paged. */
    private static final long WRITES_PER_BYTE = 2;

    private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long HYSTERESIS_MIN = 4L << 20;
    private static final int HYSTERESIS_SHARE = 8;
    private static final int DISK_SHARE = 8;

    private final long reserveMin;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long reserve;
    private boolean open = true;

    DiskGuard(long reserveMin) {
        this.reserveMin = reserveMin;
        this.reserve = reserveMin;
    }

    /**
     * Looks at the disk.
     *
     * @param free bytes that are free
     * @param total bytes of the disk
     * @param enqueuedBytes bytes of all chunks that were ever enqueued, for the rate of intake
     * @return whether chunks may be taken
     */
    boolean look(long free, long total, long enqueuedBytes, long nowNanos) {
        if (samples.isEmpty() || nowNanos - samples.getLast().nanos >= SAMPLE_NANOS) {
            samples.addLast(new Sample(nowNanos, enqueuedBytes));
            if (samples.size() > RATE_SECONDS + 1) {
                samples.removeFirst();
            }
        }
        reserve = Math.max(reserveMin, Math.min(intakeOfTenSeconds(), total / DISK_SHARE));
        long hysteresis = Math.max(HYSTERESIS_MIN, reserve / HYSTERESIS_SHARE);
        open = free >= (open ? reserve : reserve + hysteresis);
        return open;
    }

    /** Bytes that must be free at the present rate of intake. */
    long reserve() {
        return reserve;
    }

    /** Bytes that may be taken before half of the reserve would be gone. */
    long allowance(long free) {
        return Math.max(0, free - reserve / 2) / WRITES_PER_BYTE;
    }

    private long intakeOfTenSeconds() {
        long nanos = samples.getLast().nanos - samples.getFirst().nanos;
        if (nanos <= 0) {
            return 0;
        }
        double bytes = (double) samples.getLast().bytes - samples.getFirst().bytes;
        double perSecond = bytes * TimeUnit.SECONDS.toNanos(1) / nanos;
        return (long) (perSecond * RATE_SECONDS * WRITES_PER_BYTE);
    }

    /** How much had been enqueued at one moment. Immutable. */
    private record Sample(long nanos, long bytes) {}
}
