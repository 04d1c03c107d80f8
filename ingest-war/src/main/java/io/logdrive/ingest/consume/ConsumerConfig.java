package io.logdrive.ingest.consume;

import io.logdrive.consumer.RecordConsumer;
import java.time.Duration;

/**
 * One further consumer of the queue.
 *
 * <p>Immutable, apart from the consumer itself, which belongs to one thread once that is started.
 *
 * @param name its name, and that of its queue
 * @param consumer made and configured, not opened
 * @param classes finds what is in the jars of plug-ins
 * @param commitBytes bytes of lines that are committed together
 * @param commitAge how long the oldest line may wait for its commit
 * @param ledgerAge after how much silence an origin that is no agent's is forgotten
 * @param ledgerOriginsMax how many origins are remembered, unless they are agents'
 */
public record ConsumerConfig(
        String name,
        RecordConsumer consumer,
        ClassLoader classes,
        long commitBytes,
        Duration commitAge,
        Duration ledgerAge,
        int ledgerOriginsMax) {}
