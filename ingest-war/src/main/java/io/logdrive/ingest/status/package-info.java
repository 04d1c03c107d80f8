/**
 * What ingest says of itself over HTTP: the queue, the connections, metrics, and a page that shows
 * them.
 *
 * <p>Not here: anything that changes something. The invariant: no resource waits for the broker or
 * for an event loop.
 */
@NullMarked
package io.logdrive.ingest.status;

import org.jspecify.annotations.NullMarked;
