/**
 * Turns the lines of a chunk into records: JSON lines, the text of loggers, servers and syslog
 * ({@code TextLineParser} tells their formats apart without configuration), and, when nothing fits,
 * the line as it is.
 *
 * <p>Not here: queues and batches. The invariant: every line of a chunk becomes exactly one record,
 * whatever its bytes are, in a time in proportion to its length, and every text in a record is
 * clean ({@link io.logdrive.wire.Utf8Text}).
 */
@NullMarked
package io.logdrive.ingest.process;

import org.jspecify.annotations.NullMarked;
