/**
 * The durable queue between the listener and the forwarder: Artemis through plain Jakarta
 * Messaging, embedded or external.
 *
 * <p>Not here: sockets, parsing, batches. The invariant: a chunk is confirmed to its listener only
 * after the journal has it on disk, and leaves the queue only when its delivery is acknowledged.
 * Nothing else in ingest knows JMS.
 */
@NullMarked
package io.logdrive.ingest.queue;

import org.jspecify.annotations.NullMarked;
