package io.logdrive.ingest.consume;

import io.logdrive.consumer.CommitStep;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.Delivery;
import io.logdrive.wire.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer was given since its last commit.
 *
 * <p>Confined to the consumer's thread.
 */
final class ConsumerStep {
    /** Of one line each, the names alone would be some hundred kilobytes. */
    private static final int CHUNKS_MAX = 5_000;

    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final ConsumerLedger pending = new ConsumerLedger();
    private long bytes;
    private long lines;
    private long sinceNanos;
    private long oldestMicros = Long.MAX_VALUE;

    /** Takes a chunk all of whose records were accepted, or are there already. */
    void add(Delivery delivery, long accepted, long nowMillis, long nowNanos) {
        Chunk chunk = delivery.chunk();
        if (deliveries.isEmpty()) {
            sinceNanos = nowNanos;
        }
        deliveries.add(delivery);
        bytes += chunk.memoryBytes();
        lines += accepted;
        oldestMicros = Math.min(oldestMicros, chunk.receivedMicros());
        Origin origin = chunk.origin();
        long end = chunk.first() + chunk.lines();
        Run run = new Run(origin.id(), origin.kind(), nowMillis, chunk.first(), end);
        pending.add(run);
        Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last != null && last.origin().equals(run.origin()) && last.end() == run.first()) {
            runs.set(
                    runs.size() - 1,
                    new Run(run.origin(), run.kind(), nowMillis, last.first(), end));
        } else {
            runs.add(run);
        }
    }

    boolean isEmpty() {
        return deliveries.isEmpty();
    }

    /** Whether it is so large or so old that it is to be committed. */
    boolean isDue(ConsumerConfig config, long nowNanos) {
        return bytes >= config.commitBytes()
                || deliveries.size() >= CHUNKS_MAX
                || (!deliveries.isEmpty() && nowNanos - sinceNanos >= config.commitAge().toNanos());
    }

    boolean covers(UUID origin, long sequence) {
        return pending.covers(origin, sequence);
    }

    long covered(UUID origin, long first, long end) {
        return pending.covered(origin, first, end);
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    List<Run> runs() {
        return runs;
    }

    long lines() {
        return lines;
    }

    /** When the oldest chunk in it was received; MAX_VALUE when there is none. */
    long oldestMicros() {
        return oldestMicros;
    }

    CommitStep asCommit() {
        return new CommitStep(lines, ConsumerLedger.textOf(runs));
    }

    /** The chunk that holds a record, or null. */
    @Nullable Delivery holding(UUID origin, long sequence) {
        for (Delivery delivery : deliveries) {
            Chunk chunk = delivery.chunk();
            if (chunk.origin().id().equals(origin)
                    && chunk.first() <= sequence
                    && sequence < chunk.first() + chunk.lines()) {
                return delivery;
            }
        }
        return null;
    }

    void clear() {
        deliveries.clear();
        runs.clear();
        pending.clear();
        bytes = 0;
        lines = 0;
        oldestMicros = Long.MAX_VALUE;
    }
}
