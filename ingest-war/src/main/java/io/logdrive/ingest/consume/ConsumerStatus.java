package io.logdrive.ingest.consume;

import io.logdrive.ingest.queue.Volume;

/**
 * How a consumer of the queue is.
 *
 * <p>Immutable.
 *
 * @param name its name
 * @param type its kind
 * @param depth what is in its queue
 * @param oldestReceivedMicros when the oldest chunk that it took was received; MAX_VALUE: none
 * @param linesPerSecondOut over the last ten seconds
 * @param lines given to it since the start, and committed
 * @param state {@code starting}, {@code running}, {@code retrying}, {@code stalled}, {@code
 *     stopped}, {@code not-configured}, or a word of its own
 * @param reason why it is not running; empty while it is
 */
public record ConsumerStatus(
        String name,
        String type,
        Volume depth,
        long oldestReceivedMicros,
        double linesPerSecondOut,
        long lines,
        String state,
        String reason) {}
