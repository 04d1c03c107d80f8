/**
 * Takes chunks from the queue, forms batches and sends them to the destination, several in flight.
 *
 * <p>Not here: parsing, JMS, the listener. The invariant: a chunk is acknowledged to the queue only
 * after the destination acknowledged the batch that held it, and in one place ({@link
 * io.logdrive.ingest.forward.Forwarder}); a batch closes in one place ({@link
 * io.logdrive.ingest.forward.BatchAssembler}).
 */
@NullMarked
package io.logdrive.ingest.forward;

import org.jspecify.annotations.NullMarked;
