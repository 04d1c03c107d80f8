/**
 * What ingest says of itself over HTTP: the queue, the connections, metrics, a page that shows
 * them; and the dead letters, which can be sent again or given up here.
 *
 * <p>Not here: what these parts do. The invariant: no resource waits for an event loop, and none
 * but those of the dead letters for the broker, these a few seconds at most, or some ten while many
 * are changed at once.
 */
@NullMarked
package io.logdrive.ingest.status;

import org.jspecify.annotations.NullMarked;
