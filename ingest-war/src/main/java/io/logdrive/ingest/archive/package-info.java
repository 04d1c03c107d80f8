/**
 * The consumer that writes files: lines in one of three formats, rotated, compressed, kept for a
 * while.
 *
 * <p>Not here: queue, ledger and journal ({@code consume}). The invariant: a file without the
 * ending {@code .part} is never written to again, and one with it is cut back to the journal's
 * position before it is written to.
 */
@NullMarked
package io.logdrive.ingest.archive;

import org.jspecify.annotations.NullMarked;
