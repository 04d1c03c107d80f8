package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.MicrosClock;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who sends datagrams: one origin, and how much has come from it.
 *
 * <p>Confined to the thread that receives, apart from {@link #status} and {@link #unconfirmed}.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others only look
final class DatagramSender {
    private final Origin origin;
    private final long sinceMicros = MicrosClock.nowMicros();
    private final AtomicLong unconfirmedBytes = new AtomicLong();
    private volatile long lines;
    private volatile long bytes;
    private long sequence;
    private long heardNanos;

    /**
     * @param host its address; empty for those that are not told apart
     */
    DatagramSender(String host) {
        this.origin = new Origin(UUID.randomUUID(), OriginKind.SYSLOG_UDP, host, host, "");
    }

    Origin origin() {
        return origin;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    long silentNanos(long nowNanos) {
        return nowNanos - heardNanos;
    }

    /** The sequence of the first of so many further lines. */
    long advance(int count) {
        long first = sequence;
        sequence += count;
        return first;
    }

    /** The queue has taken a chunk of it. */
    void taken(Chunk chunk) {
        lines += chunk.lines();
        bytes += chunk.body().length;
    }

    /** So many bytes more, or less, are not yet on disk. */
    void unconfirmed(long change) {
        unconfirmedBytes.addAndGet(change);
    }

    ConnectionStatus status() {
        return new ConnectionStatus(
                origin.id(),
                origin.peer(),
                origin.kind().word(),
                sinceMicros,
                lines,
                bytes,
                unconfirmedBytes.get());
    }
}
