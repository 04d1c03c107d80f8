/**
 * What the threads that carry lines say of themselves.
 *
 * <p>Not here: what they do. The invariant: saying it costs no lock and no object, and a thread
 * that hangs says nothing, so that it can be told from one that waits.
 */
@NullMarked
package io.logdrive.ingest.workers;

import org.jspecify.annotations.NullMarked;
