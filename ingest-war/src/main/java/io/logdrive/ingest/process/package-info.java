/**
 * Turns the lines of a chunk into records: JSON lines, plain text with a leading time, and, when
 * nothing fits, the line as it is.
 *
 * <p>Not here: queues and batches. The invariant: every line of a chunk becomes exactly one record,
 * whatever its bytes are, and every text in a record is clean ({@link io.logdrive.wire.Utf8Text}).
 */
@NullMarked
package io.logdrive.ingest.process;

import org.jspecify.annotations.NullMarked;
