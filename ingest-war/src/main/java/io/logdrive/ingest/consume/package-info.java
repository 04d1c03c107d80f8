/**
 * Runs the queue's further consumers, each with a queue, a thread and a journal of its own, so that
 * none can disturb another.
 *
 * <p>Not here: what the consumers do ({@code archive}, {@code insert}, plug-ins), the forwarder,
 * JMS. The invariant: a chunk is acknowledged to the queue only after its consumer committed it and
 * the journal that says so is on disk, and in one place ({@link
 * io.logdrive.ingest.consume.ConsumerLoop}).
 */
@NullMarked
package io.logdrive.ingest.consume;

import org.jspecify.annotations.NullMarked;
